package dev.reconciler.git.step;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.git.clone.FirstClone;
import dev.reconciler.git.conflict.ConflictWatch;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lease.WaitingMove;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.AdvertisedRefs;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.state.TipJournal;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at both sides; makes the clone where there is none, and clears up after a run that was killed.
 *
 * <p>The first step of each pass. It moves no branch but a missing one, which it makes at the remote's commit.
 */
public final class FetchStep {
    private static final Logger LOG = LoggerFactory.getLogger(FetchStep.class);

    private final RepositorySettings settings;
    private final boolean tellsApplication;
    private final @Nullable ConflictWatch conflicts;
    private Optional<KilledRunRecovery.FinishedMove> finished;

    /** @param tellsApplication whether the application wants to be told of moves */
    public FetchStep(RepositorySettings settings, boolean tellsApplication) {
        this(settings, tellsApplication, null, null);
    }

    /**
     * A step of a host that may keep cases of conflicts, in a run that may have fetched before.
     *
     * @param tellsApplication whether the application wants to be told of moves
     * @param conflicts says what is new of them; null where the host keeps none
     * @param recovered a move that an earlier fetch of the run has finished before it failed; null where there is none
     */
    public FetchStep(
            RepositorySettings settings,
            boolean tellsApplication,
            @Nullable ConflictWatch conflicts,
            @Nullable RecoveredMove recovered) {
        this.settings = settings;
        this.tellsApplication = tellsApplication;
        this.conflicts = conflicts;
        this.finished = Optional.ofNullable(recovered).map(KilledRunRecovery.FinishedMove::of);
    }

    /**
     * Fetches. The answer's {@code failedAttempts} is 0: the caller repeats the step and counts. This object remembers
     * what an earlier try has finished of a killed run's work.
     */
    public RemoteState run(Deadline deadline) throws IOException {
        Optional<DataRepository> there = DataRepository.open(settings);
        if (there.isEmpty()) {
            return makeClone(deadline);
        }
        try (DataRepository repository = there.get()) {
            KilledRunRecovery recovery = new KilledRunRecovery(repository);
            // An earlier try may have finished a move and then failed at the remote. What it finished is told all the
            // same, so the older answer stands where this try has nothing to finish.
            finished = recovery.run().or(() -> finished);
            RemoteState found = compareSides(repository, deadline);
            return finished.isPresent()
                    ? found.withRecoveredMove(recovery.describe(finished.get(), CommitIds.of(found.remote()), deadline))
                    : found;
        }
    }

    /** Adds to a failure of {@link #run} what is done all the same. */
    public FailureDetails addDone(DataRepository repository, FailureDetails failure) throws IOException {
        RecoveredMove move =
                finished.isEmpty() ? null : new KilledRunRecovery(repository).describeUnread(finished.get());
        return failure.withDone(move, new ReloadNote(repository).isOwed());
    }

    /** Says what {@link #run} would find: adds objects, and touches no ref, clone or note. */
    public RemoteState plan(Deadline deadline) throws IOException {
        Optional<DataRepository> there = DataRepository.open(settings);
        if (there.isEmpty()) {
            return planClone(deadline);
        }
        try (DataRepository repository = there.get()) {
            refuseShallow(repository);
            if (isNewBranch(repository)) {
                return planClone(deadline);
            }
            ObjectId local = repository.local();
            try (FetchedCommit fetched = new GitRemote(settings).fetch(repository.git(), local, deadline)) {
                return newRemoteState(repository, local, fetched.tip());
            }
        }
    }

    /** Plans a clone. The number of its commits is known only once they are here, so the answer says 0. */
    private RemoteState planClone(Deadline deadline) throws IOException {
        ObjectId tip = new GitRemote(settings).readBranch(deadline);
        return new RemoteState(RemoteState.FetchStatus.CLONED, null, CommitIds.of(tip), 0, 0, false);
    }

    // A shallow history ends before the merge base may be reached, and a plan does not deepen a clone.
    private static void refuseShallow(DataRepository repository) throws IOException {
        if (isShallow(repository)) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    repository.settings().path()
                            + " is a shallow clone, and a plan fetches no history: a run would fetch all that is missing"
                            + " and make the clone whole for good, before it does anything else. Let it (once), or do"
                            + " it now (git fetch --unshallow), and plan again");
        }
    }

    private RemoteState makeClone(Deadline deadline) throws IOException {
        boolean isMade = new FirstClone(settings, new GitRemote(settings), tellsApplication).make(deadline);
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            return isMade ? describeClone(repository) : compareSides(repository, deadline);
        }
    }

    /** Describes a new clone by what the remote was read to hold; the application may have committed on top by now. */
    private static RemoteState describeClone(DataRepository repository) throws IOException {
        ObjectId tip = new SharedHistory(repository).agreed().orElseThrow();
        int commits = Ancestry.countReachable(repository.git(), tip);
        boolean owed = new ReloadNote(repository).isOwed();
        return new RemoteState(RemoteState.FetchStatus.CLONED, null, CommitIds.of(tip), commits, 0, owed);
    }

    private RemoteState compareSides(DataRepository repository, Deadline deadline) throws IOException {
        GitRemote remote = new GitRemote(repository.settings());
        if (isNewBranch(repository)) {
            return startBranch(repository, remote, deadline);
        }
        ObjectId local = repository.local();
        if (isShallow(repository)) {
            remote.deepen(repository, deadline);
            LOG.warn("{} was a shallow clone: its missing history was fetched", settings.path());
        }
        SharedHistory.RecordMark begun = new SharedHistory(repository).mark();
        DeletedConflicts deleted = new DeletedConflicts(repository);
        boolean areConflictsPossible = deleted.arePossible();
        try (FetchedCommit fetched = areConflictsPossible || conflicts != null
                ? remote.fetchAndListConflicts(repository.git(), local, deadline)
                : remote.fetch(repository.git(), local, deadline)) {
            RemoteState found = recordRemote(repository, fetched.tip(), begun);
            if (areConflictsPossible) {
                deleted.keepDeleted(fetched.conflicts(), fetched.tip());
            }
            return conflicts == null
                    ? found
                    : found.withConflicts(conflicts.findNews(
                            repository, new AdvertisedRefs(fetched.tip(), fetched.conflicts()), deadline));
        } catch (GitException away) {
            recordWaiting(repository, local);
            throw away;
        }
    }

    /** Notes that a commit waits for a remote that can't be read: an application is told since when. */
    private void recordWaiting(DataRepository repository, ObjectId local) {
        try {
            if (!new SharedHistory(repository).sharedTips().contains(local)) {
                try (RepositoryLock lock = repository.lock()) {
                    new TipJournal(repository).addLocal(local);
                }
            }
        } catch (IOException | GitException unwritable) {
            LOG.debug("{}: not noted that {} waits", settings.id(), local.name(), unwritable);
        }
    }

    /** Whether this program made the clone for another branch, and this one was never here. */
    private static boolean isNewBranch(DataRepository repository) throws IOException {
        return !repository.refs().exists(repository.names().branch())
                && FirstClone.hasMade(repository.directory())
                && new SharedHistory(repository).isUnrecorded();
    }

    private RemoteState startBranch(DataRepository repository, GitRemote remote, Deadline deadline) throws IOException {
        try (FetchedCommit fetched = remote.fetch(repository.git(), ObjectId.zeroId(), deadline);
                RepositoryLock lock = repository.lock()) {
            new WaitingMove(repository).takeTurn();
            SharedHistory shared = new SharedHistory(repository);
            // The order is that of a move: on record, owed, moved, agreed. Killed before the swap, the run leaves notes
            // and no branch, so the next run starts the branch anew. Killed after it, the next fetch finds both sides
            // equal and records the agreement.
            shared.recordRemoteTip(fetched.tip());
            if (tellsApplication) {
                new ReloadNote(repository).recordOwed(fetched.tip());
            }
            String branch = repository.names().branch();
            if (!repository.refs().swap(branch, ObjectId.zeroId(), fetched.tip(), "clone")) {
                throw new RepositoryBusyException(branch + " was made by somebody else at this moment");
            }
            shared.recordAgreed(fetched.tip(), shared.mark());
            return describeClone(repository);
        }
    }

    static boolean isShallow(DataRepository repository) throws IOException {
        return !repository.git().getObjectDatabase().getShallowCommits().isEmpty();
    }

    private static RemoteState recordRemote(DataRepository repository, ObjectId tip, SharedHistory.RecordMark begun)
            throws IOException {
        SharedHistory shared = new SharedHistory(repository);
        WaitingMove waiting = new WaitingMove(repository);
        ObjectId local = repository.local();
        // In the common case, both sides equal and on record, nothing is written and no lock is taken.
        if (!local.equals(tip) || !shared.isAgreedAt(tip) || waiting.isNoted()) {
            try (RepositoryLock lock = repository.lock()) {
                // The application may have committed before the lock was ours.
                local = repository.local();
                if (local.equals(tip)) {
                    shared.recordAgreed(tip, begun);
                    // The application has followed the remote by itself.
                    waiting.forget();
                } else {
                    // Noted before anything moves: killed later in the pass, the run leaves proof that the remote held
                    // this commit.
                    shared.recordRemoteTip(tip);
                    new TipJournal(repository).addLocal(local);
                }
            }
        }
        return newRemoteState(repository, local, tip);
    }

    private static RemoteState newRemoteState(DataRepository repository, ObjectId local, ObjectId tip)
            throws IOException {
        return new RemoteState(
                local.equals(tip) ? RemoteState.FetchStatus.IN_SYNC : RemoteState.FetchStatus.DIFFERENT,
                CommitIds.of(local),
                CommitIds.of(tip),
                0,
                0,
                new ReloadNote(repository).isOwed());
    }
}

package dev.reconciler.git.step;

import dev.reconciler.contract.RemoteState;
import dev.reconciler.git.clone.FirstClone;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** Looks at both sides; clones where there is nothing, and cleans up after a run that was killed. */
public final class FetchStep {
    private final RepositorySettings settings;
    private final boolean tellsApplication;
    private Optional<KilledRunRecovery.FinishedMove> finished = Optional.empty();

    /** @param tellsApplication whether the application wants to be told of moves */
    public FetchStep(RepositorySettings settings, boolean tellsApplication) {
        this.settings = settings;
        this.tellsApplication = tellsApplication;
    }

    /**
     * Answers with {@code failedAttempts} 0: who repeats the step counts. Remembers what an earlier try has finished of
     * a killed run's work.
     */
    public RemoteState run(Deadline deadline) throws IOException {
        Optional<DataRepository> there = DataRepository.open(settings);
        if (there.isEmpty()) {
            return makeClone(deadline);
        }
        try (DataRepository repository = there.get()) {
            KilledRunRecovery recovery = new KilledRunRecovery(repository);
            finished = recovery.run().or(() -> finished);
            RemoteState found = compareSides(repository, deadline);
            return finished.isPresent() ? found.withRecoveredMove(recovery.describe(finished.get(), deadline)) : found;
        }
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

    /** Its number of commits is known only once they are here. */
    private RemoteState planClone(Deadline deadline) throws IOException {
        ObjectId tip = new GitRemote(settings).peek(deadline);
        return new RemoteState(RemoteState.FetchStatus.CLONED, null, CommitIds.of(tip), 0, 0, false);
    }

    // How two shallow histories differ can't be said, and a plan does not deepen.
    private static void refuseShallow(DataRepository repository) throws IOException {
        if (isShallow(repository)) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    repository.settings().path()
                            + " is a shallow clone: a run makes it whole first, a plan can't; git fetch --unshallow"
                            + " does it too");
        }
    }

    private RemoteState makeClone(Deadline deadline) throws IOException {
        boolean isMade = new FirstClone(settings, new GitRemote(settings), tellsApplication).make(deadline);
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            return isMade ? describeClone(repository) : compareSides(repository, deadline);
        }
    }

    /** What the remote was read to hold; the application may have committed on top of it by now. */
    private static RemoteState describeClone(DataRepository repository) throws IOException {
        ObjectId tip = new SharedHistory(repository).agreed().orElseThrow();
        int commits = HistoryComparison.count(repository.git(), tip);
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
        }
        try (FetchedCommit fetched = remote.fetch(repository.git(), local, deadline)) {
            return recordRemote(repository, fetched.tip());
        }
    }

    /** Whether the clone was made by us for another branch, and this one was never here. */
    private static boolean isNewBranch(DataRepository repository) throws IOException {
        return !repository.refs().exists(repository.names().branch())
                && FirstClone.hasMade(repository.directory())
                && new SharedHistory(repository).isNew();
    }

    private RemoteState startBranch(DataRepository repository, GitRemote remote, Deadline deadline) throws IOException {
        try (FetchedCommit fetched = remote.fetch(repository.git(), ObjectId.zeroId(), deadline);
                RepositoryLock lock = repository.lock()) {
            SharedHistory memory = new SharedHistory(repository);
            memory.sawRemote(fetched.tip());
            if (tellsApplication) {
                new ReloadNote(repository).owe(fetched.tip());
            }
            String branch = repository.names().branch();
            if (!repository.refs().swap(branch, ObjectId.zeroId(), fetched.tip(), "clone")) {
                throw new RepositoryBusyException(branch + " was made by somebody else at this moment");
            }
            memory.settle(fetched.tip());
            return describeClone(repository);
        }
    }

    static boolean isShallow(DataRepository repository) throws IOException {
        return !repository.git().getObjectDatabase().getShallowCommits().isEmpty();
    }

    private static RemoteState recordRemote(DataRepository repository, ObjectId tip) throws IOException {
        SharedHistory memory = new SharedHistory(repository);
        ObjectId local = repository.local();
        if (!local.equals(tip) || !memory.isSettledAt(tip)) {
            try (RepositoryLock lock = repository.lock()) {
                local = repository.local();
                if (local.equals(tip)) {
                    memory.settle(tip);
                } else {
                    memory.sawRemote(tip);
                }
            }
        }
        return newRemoteState(repository, local, tip);
    }

    private static RemoteState newRemoteState(DataRepository repository, ObjectId local, ObjectId tip) {
        return new RemoteState(
                local.equals(tip) ? RemoteState.FetchStatus.IN_SYNC : RemoteState.FetchStatus.DIFFERENT,
                CommitIds.of(local),
                CommitIds.of(tip),
                0,
                0,
                new ReloadNote(repository).isOwed());
    }
}

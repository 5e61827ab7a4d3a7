package dev.reconciler.git.step;

import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.checkout.BranchMover;
import dev.reconciler.git.conflict.EscapingCommits;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.AdvertisedRefs;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.PushResult;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.EscapeNote;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ConflictName;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Puts commits on a conflict branch of the remote, once, on a branch that did not exist.
 *
 * <p>The step asks the remote which conflict branches it has, so a run that was killed after its push finds the commits there
 * and does not push them again. On a remote that does not show such branches, an {@link EscapeNote} tells which one it
 * was; nothing is let go of there, since nothing can be read back.
 */
public final class PreserveConflictStep {
    private static final int NAMES = 50;

    /**
     * Preserves the commits. A move away from them that would be refused is refused first, before anything is pushed.
     *
     * @throws RepositoryBusyException if the remote has dropped the commit that local was compared with
     * @throws RemoteUnavailableException if each name that was tried was taken by another host meanwhile
     */
    public PreservedConflict run(DataRepository repository, PreserveRequest request, Deadline deadline)
            throws IOException {
        checkMove(repository, request);
        GitRemote remote = new GitRemote(repository.settings());
        AdvertisedRefs advertised = remote.readAdvertisedRefs(repository.git(), deadline);
        Map<String, ObjectId> taken = advertised.conflicts();
        Optional<PreservedConflict> there = findPreserved(repository, taken, request);
        if (there.isPresent()) {
            return there.get();
        }
        checkNothingIsDropped(repository, remote, advertised.branch(), request, deadline);
        // This run has preserved an earlier state of the commits: A-b, now A-b-c. Its branch goes forward, so that one
        // conflict has one branch.
        Optional<PreservedConflict> moved = moveEarlierBranch(repository, remote, taken, request, deadline);
        if (moved.isPresent()) {
            return moved.get();
        }
        Optional<PreservedConflict> unseen = findUnseen(repository, taken, request);
        return unseen.isPresent()
                ? pushAgain(repository, remote, unseen.get(), deadline)
                : addBranch(repository, remote, taken, request, deadline);
    }

    /** Says what {@link #run} would do, without doing it. */
    public PreservedConflict plan(DataRepository repository, PreserveRequest request, Deadline deadline)
            throws IOException {
        checkMove(repository, request);
        Map<String, ObjectId> taken = new GitRemote(repository.settings())
                .readAdvertisedRefs(repository.git(), deadline)
                .conflicts();
        Optional<PreservedConflict> there = findPreserved(repository, taken, request);
        Optional<PreservedConflict> unseen = findUnseen(repository, taken, request);
        return there.or(() -> unseen)
                .orElseGet(() -> new PreservedConflict(chooseFreeName(taken, request.name(), 1), request.commit()));
    }

    /**
     * Whether the remote holds what was preserved. Where it does, a ref notes on which branch, before anything lets go of
     * the commits.
     */
    public boolean verify(DataRepository repository, PreservedConflict preserved, Deadline deadline)
            throws IOException {
        AdvertisedRefs advertised = new GitRemote(repository.settings()).readAdvertisedRefs(repository.git(), deadline);
        ObjectId commit = CommitIds.of(preserved.commit());
        if (!commit.equals(advertised.conflicts().get(preserved.branch().ref()))) {
            return false;
        }
        try (RepositoryLock lock = repository.lock()) {
            new EscapedRefs(repository).record(preserved.branch(), commit);
            new EscapeNote(repository).forget();
        }
        return true;
    }

    private static void checkMove(DataRepository repository, PreserveRequest request) throws IOException {
        new BranchMover(repository).check(CommitIds.of(request.local()), CommitIds.of(request.remote()));
    }

    // What the remote has dropped since the fetch would come back to it by the conflict branch.
    private static void checkNothingIsDropped(
            DataRepository repository,
            GitRemote remote,
            ObjectId advertised,
            PreserveRequest request,
            Deadline deadline)
            throws IOException {
        ObjectId compared = CommitIds.of(request.remote());
        if (advertised.equals(compared)) {
            return;
        }
        try (FetchedCommit now = remote.fetch(repository.git(), CommitIds.of(request.local()), deadline)) {
            if (!Ancestry.contains(repository.git(), now.tip(), compared)) {
                throw new RepositoryBusyException("the remote's branch was moved from " + compared.name() + " to "
                        + now.tip().name() + " by somebody else meanwhile, which does not have it");
            }
        }
    }

    private static Optional<PreservedConflict> findPreserved(
            DataRepository repository, Map<String, ObjectId> taken, PreserveRequest request) throws IOException {
        EscapingCommits commits = new EscapingCommits(repository.git(), request);
        for (Map.Entry<String, ObjectId> each : taken.entrySet()) {
            if (commits.areAt(each.getValue())) {
                return Optional.of(new PreservedConflict(toBranchName(each.getKey()), CommitIds.of(each.getValue())));
            }
        }
        return Optional.empty();
    }

    /** Finds the branch to which an earlier try has pushed the commits, or was about to, and which the remote does not show. */
    private static Optional<PreservedConflict> findUnseen(
            DataRepository repository, Map<String, ObjectId> taken, PreserveRequest request) throws IOException {
        Optional<PreservedConflict> noted = new EscapeNote(repository).find();
        return noted.isPresent()
                        && !taken.containsKey(noted.get().branch().ref())
                        && new EscapingCommits(repository.git(), request)
                                .areAt(CommitIds.of(noted.get().commit()))
                ? noted
                : Optional.empty();
    }

    private static BranchName toBranchName(String ref) {
        return new BranchName(ref.substring("refs/heads/".length()));
    }

    private static Optional<PreservedConflict> moveEarlierBranch(
            DataRepository repository,
            GitRemote remote,
            Map<String, ObjectId> taken,
            PreserveRequest request,
            Deadline deadline)
            throws IOException {
        PreservedConflict earlier = request.earlier();
        if (earlier == null) {
            return Optional.empty();
        }
        ObjectId held = CommitIds.of(earlier.commit());
        ObjectId commit = CommitIds.of(request.commit());
        String ref = earlier.branch().ref();
        // A person may have moved or deleted the branch, and the commits may no longer contain the earlier ones, after
        // an amend. Then they get a branch of their own.
        boolean isForward = held.equals(taken.get(ref)) && Ancestry.contains(repository.git(), commit, held);
        return isForward && remote.push(repository.git(), ref, held, commit, deadline) == PushResult.DONE
                ? Optional.of(new PreservedConflict(earlier.branch(), request.commit()))
                : Optional.empty();
    }

    private static PreservedConflict addBranch(
            DataRepository repository,
            GitRemote remote,
            Map<String, ObjectId> taken,
            PreserveRequest request,
            Deadline deadline)
            throws IOException {
        for (int attempt = 1; attempt <= NAMES; attempt++) {
            PreservedConflict next =
                    new PreservedConflict(chooseFreeName(taken, request.name(), attempt), request.commit());
            note(repository, next);
            if (pushNew(repository, remote, next, deadline) == PushResult.DONE) {
                return next;
            }
        }
        throw new RemoteUnavailableException("each of " + NAMES + " names for a conflict branch, "
                + chooseFreeName(taken, request.name(), 1) + " the first, was taken by somebody else meanwhile");
    }

    /**
     * Pushes the commits to the branch of an earlier try. Where the remote has one of that name and does not show it, no
     * branch could be read back there, and another one would only be left behind by each run.
     */
    private static PreservedConflict pushAgain(
            DataRepository repository, GitRemote remote, PreservedConflict unseen, Deadline deadline) {
        if (pushNew(repository, remote, unseen, deadline) == PushResult.DONE) {
            return unseen;
        }
        throw new RemoteUnavailableException(
                RemoteUrls.withoutSecrets(repository.settings().remoteUrl()) + " has a branch " + unseen.branch()
                        + " and does not show it; let this login read the branches below conflicts/");
    }

    // Expected is that the branch does not exist: another host that takes the name first is never overwritten.
    private static PushResult pushNew(
            DataRepository repository, GitRemote remote, PreservedConflict next, Deadline deadline) {
        return remote.push(
                repository.git(), next.branch().ref(), ObjectId.zeroId(), CommitIds.of(next.commit()), deadline);
    }

    private static void note(DataRepository repository, PreservedConflict next) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            new EscapeNote(repository).record(next);
        }
    }

    private static BranchName chooseFreeName(Map<String, ObjectId> taken, UtcName name, int first) {
        int attempt = first;
        BranchName branch = nameBranch(name, attempt);
        while (taken.containsKey(branch.ref())) {
            attempt++;
            branch = nameBranch(name, attempt);
        }
        return branch;
    }

    private static BranchName nameBranch(UtcName name, int attempt) {
        return new ConflictName(name.candidate(attempt)).branch();
    }
}

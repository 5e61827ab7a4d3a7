package dev.reconciler.git.step;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.git.checkout.BranchMover;
import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lease.WaitingMove;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.state.TipJournal;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One try to move the branch, under the repository's lock: keeps the original, moves, records that both sides agree.
 */
final class MoveAttempt {
    private final DataRepository repository;
    private final MoveRequest request;
    private final SharedHistory.RecordMark begun;
    private final boolean tellsApplication;
    private final WaitingMove waiting;

    MoveAttempt(DataRepository repository, MoveRequest request, boolean tellsApplication) throws IOException {
        this.begun = new SharedHistory(repository).mark();
        this.repository = repository;
        this.request = request;
        this.tellsApplication = tellsApplication;
        this.waiting = new WaitingMove(repository);
    }

    /**
     * Tries once.
     *
     * @return empty if the branch is not at {@code from}; the branch and its files are unchanged then
     * @throws LeaseHeldException if an application holds a lease; nothing is changed then
     */
    Optional<MoveAnswer> tryMove(ObjectId from, ObjectId to) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            ObjectId now = repository.local();
            boolean isDone = isDone(now, from, to);
            if (!isDone && !now.equals(from)) {
                return Optional.empty();
            }
            if (!isDone) {
                waiting.takeTurn();
            }
            // Before the ref that keeps the old commits is made; the move itself looks again.
            if (!isDone && request.keep() != null) {
                new BranchMover(repository).check(from, to);
            }
            // The original is kept before the branch leaves it: killed in between, the run leaves one ref too many, and
            // the next attempt finds it by its commit. The other way round the commits would be on no ref.
            KeptOriginal kept = KeptOriginal.keep(repository, request.keep(), from);
            if (!isDone && !moveBranch(from, to, kept)) {
                return Optional.empty();
            }
            if (kept.ref() != null) {
                new TipJournal(repository).addKept(from);
            }
            // Killed before this, the run leaves the branch moved and the agreement not on record. The repeated attempt
            // records it, and so does the next fetch that finds both sides equal.
            new SharedHistory(repository).recordAgreed(CommitIds.of(request.remote()), begun);
            boolean owed = new ReloadNote(repository).isOwed();
            return Optional.of(new MoveAnswer(MoveAnswer.MoveStatus.DONE, CommitIds.of(to), kept.ref(), owed));
        }
    }

    /** Whether an earlier attempt moved the branch already; the application may have committed on top since. */
    private boolean isDone(ObjectId now, ObjectId from, ObjectId to) throws IOException {
        if (now.equals(from)) {
            return false;
        }
        // A garbage collection has removed F: what the move leaves is not known any more, and the workflow decides
        // anew.
        if (!repository.git().getObjectDatabase().has(from)) {
            return false;
        }
        // The branch is at the target T, or at T-x where the application has committed x on T. That T can be reached
        // does not show it: where the move goes back, from F = T-f-g to T, the branch reaches T also at T-f, to which
        // the application has reset it, and at T-f-g-x. So the branch must hold T and no commit that the move leaves,
        // here neither f nor g.
        HistoryComparison left = HistoryComparison.between(repository.git(), now, to, Set.of(from));
        return left.upstream().isEmpty() && left.dropped().isEmpty();
    }

    private boolean moveBranch(ObjectId from, ObjectId to, KeptOriginal kept) throws IOException {
        BranchMover mover = new BranchMover(repository);
        boolean moved = false;
        try {
            // The call is owed before the branch moves: killed in between, the run leaves a call too many, and none is
            // lost.
            moved = mover.move(from, to, "reconcile", () -> oweReload(to));
            return moved;
        } finally {
            // A move that is under way is finished by the next run, and then the original has to be kept.
            if (!moved && !mover.isUnderWay()) {
                kept.release();
            }
        }
    }

    private void oweReload(ObjectId to) throws IOException {
        if (tellsApplication) {
            new ReloadNote(repository).recordOwed(to);
        }
    }
}

package dev.reconciler.git.step;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.git.checkout.BranchMover;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.replay.ReplayResult;
import dev.reconciler.git.replay.ReplayTask;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.RewoundRefs;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Moves the local branch, by compare-and-swap, keeping what would be on no branch afterwards. */
public final class MoveStep {
    // Against an application that never stops committing: only its new commits are replayed, without a fetch.
    private static final int CATCH_UPS = 20;

    private final boolean tellsApplication;

    /** @param tellsApplication whether the application wants to be told of moves */
    public MoveStep(boolean tellsApplication) {
        this.tellsApplication = tellsApplication;
    }

    /** Moves as the request says. */
    public MoveAnswer run(DataRepository repository, MoveRequest request) throws IOException {
        ObjectId from = CommitIds.of(request.from());
        ObjectId to = CommitIds.of(request.to());
        for (int round = 0; round <= CATCH_UPS; round++) {
            Optional<MoveAnswer> answer = tryMove(repository, request, from, to);
            if (answer.isPresent()) {
                return answer.get();
            }
            ObjectId now = repository.local();
            Optional<ObjectId> further = catchUp(repository, request.replayedAt(), from, now, to);
            if (further.isEmpty()) {
                return moved(repository);
            }
            from = now;
            to = further.get();
        }
        return moved(repository);
    }

    /** Says what {@link #run} would do, without doing it. */
    public MoveAnswer plan(DataRepository repository, MoveRequest request) throws IOException {
        ObjectId from = CommitIds.of(request.from());
        if (!repository.local().equals(from)) {
            return moved(repository);
        }
        new BranchMover(repository).check(from, CommitIds.of(request.to()));
        UtcName keep = request.keep();
        String kept = keep == null ? null : new RewoundRefs(repository).wouldKeep(keep, from);
        return new MoveAnswer(MoveAnswer.MoveStatus.DONE, request.to(), kept, false);
    }

    /** @return empty if the branch is not at {@code from} */
    private Optional<MoveAnswer> tryMove(DataRepository repository, MoveRequest request, ObjectId from, ObjectId to)
            throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            ObjectId now = repository.local();
            boolean isThere = isThere(repository, now, from, to);
            if (!isThere && !now.equals(from)) {
                return Optional.empty();
            }
            // Before the ref that keeps the old commits is made; the move itself looks again.
            if (!isThere && request.keep() != null) {
                new BranchMover(repository).check(from, to);
            }
            KeptOriginal kept = KeptOriginal.of(repository, request.keep(), from);
            if (!isThere && !move(repository, from, to, kept)) {
                return Optional.empty();
            }
            new SharedHistory(repository).settle(CommitIds.of(request.remote()));
            boolean owed = new ReloadNote(repository).isOwed();
            return Optional.of(new MoveAnswer(MoveAnswer.MoveStatus.DONE, CommitIds.of(to), kept.ref(), owed));
        }
    }

    /** Whether an earlier attempt moved the branch already; the application may have committed on top since. */
    private static boolean isThere(DataRepository repository, ObjectId now, ObjectId from, ObjectId to)
            throws IOException {
        if (now.equals(from)) {
            return false;
        }
        // Where the target is an ancestor of `from`, a branch that still has `from` was not moved back yet.
        return now.equals(to)
                || (HistoryComparison.contains(repository.git(), now, to)
                        && (HistoryComparison.contains(repository.git(), to, from)
                                || !HistoryComparison.contains(repository.git(), now, from)));
    }

    private boolean move(DataRepository repository, ObjectId from, ObjectId to, KeptOriginal kept) throws IOException {
        BranchMover mover = new BranchMover(repository);
        boolean moved = false;
        try {
            moved = mover.move(from, to, "reconcile", () -> {
                if (tellsApplication) {
                    new ReloadNote(repository).owe(to);
                }
            });
            return moved;
        } finally {
            if (!moved && !mover.isUnderWay()) {
                kept.release();
            }
        }
    }

    /** The ref that keeps what the branch holds before a move; none where nothing gets lost. */
    private record KeptOriginal(RewoundRefs refs, @Nullable String ref, ObjectId commit, boolean isNew) {
        static KeptOriginal of(DataRepository repository, @Nullable UtcName name, ObjectId commit) throws IOException {
            RewoundRefs refs = new RewoundRefs(repository);
            if (name == null) {
                return new KeptOriginal(refs, null, commit, false);
            }
            boolean isNew = !repository.refs().exists(refs.wouldKeep(name, commit));
            return new KeptOriginal(refs, refs.keep(name, commit), commit, isNew);
        }

        void release() throws IOException {
            if (ref != null && isNew) {
                refs.release(ref, commit);
            }
        }
    }

    /** Replays what the application committed meanwhile; empty where that is not possible without another fetch. */
    private static Optional<ObjectId> catchUp(
            DataRepository repository, @Nullable Instant replayedAt, ObjectId from, ObjectId now, ObjectId to)
            throws IOException {
        if (replayedAt == null || !HistoryComparison.contains(repository.git(), now, from)) {
            return Optional.empty();
        }
        Set<ObjectId> fresh =
                HistoryComparison.between(repository.git(), now, from, Set.of()).own();
        ReplayResult result;
        try (RepositoryLock lock = repository.lock()) {
            result = ReplayStep.replay(repository, new ReplayTask(fresh, Set.of(), to, replayedAt), true);
        }
        return result.keepOriginal() ? Optional.empty() : Optional.ofNullable(result.tip());
    }

    private static MoveAnswer moved(DataRepository repository) throws IOException {
        boolean owed = new ReloadNote(repository).isOwed();
        return new MoveAnswer(MoveAnswer.MoveStatus.MOVED, CommitIds.of(repository.local()), null, owed);
    }
}

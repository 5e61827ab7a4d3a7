package dev.reconciler.workflow.progress;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.CommitId;
import dev.reconciler.workflow.progress.RunCheckpoint.CommitCounts;
import dev.reconciler.workflow.progress.RunCheckpoint.FirstLocal;
import org.jspecify.annotations.Nullable;

/**
 * Where both branches are by what the activities answered last, and where they were before the run's first pass.
 *
 * <p>What was seen first is never replaced: a result says what the whole run changed, not what its last pass did.
 */
public final class ObservedSides {
    private @Nullable FirstLocal firstLocal;
    private @Nullable CommitCounts counts;
    private @Nullable CommitId local;
    private @Nullable CommitId remote;

    ObservedSides() {}

    ObservedSides(RunCheckpoint checkpoint) {
        firstLocal = checkpoint.firstLocal();
        counts = checkpoint.counts();
    }

    void recordFetch(RemoteState state) {
        local = state.status() == RemoteState.FetchStatus.CLONED ? state.remote() : state.local();
        remote = state.remote();
        RecoveredMove move = state.recovered();
        if (move != null) {
            // The fetch finished a move that an earlier run began: the branch was at the move's start before this run.
            keepFirstLocal(move.from());
            keepFirstCounts(move.ahead(), move.behind());
        }
        keepFirstLocal(state.local());
        switch (state.status()) {
            case IN_SYNC -> keepFirstCounts(0, 0);
            case CLONED -> keepFirstCounts(0, state.clonedCommits());
            case DIFFERENT -> {}
        }
    }

    /** Records that a fetch that failed had finished the move of an earlier run: the branch was at its start before this run. */
    void recordFinishedMove(CommitId from) {
        keepFirstLocal(from);
    }

    void recordComparison(Classification found) {
        keepFirstCounts(found.ahead(), found.behind());
    }

    /** Records where an activity that failed found the local branch. */
    void recordLocalAtFailure(CommitId commit) {
        local = commit;
        keepFirstLocal(commit);
    }

    void recordLocalMove(CommitId now) {
        local = now;
    }

    void recordRemoteMove(CommitId now) {
        remote = now;
    }

    private void keepFirstLocal(@Nullable CommitId commit) {
        if (firstLocal == null) {
            firstLocal = new FirstLocal(commit);
        }
    }

    private void keepFirstCounts(int ahead, int behind) {
        if (counts == null) {
            counts = new CommitCounts(ahead, behind);
        }
    }

    @Nullable
    FirstLocal firstLocal() {
        return firstLocal;
    }

    @Nullable
    CommitCounts firstCounts() {
        return counts;
    }

    /** The local branch before the first pass; null where there was no clone, or where nothing was seen. */
    public @Nullable CommitId localBefore() {
        return firstLocal == null ? null : firstLocal.commit();
    }

    /** The local branch now; null where nothing was seen. */
    public @Nullable CommitId local() {
        return local;
    }

    /** The remote branch as git read or pushed it last; null where nothing was seen. */
    public @Nullable CommitId remote() {
        return remote;
    }

    /** How far apart the two sides were before the first pass; zeros where they were not compared. */
    public CommitCounts counts() {
        return counts == null ? CommitCounts.NONE : counts;
    }
}

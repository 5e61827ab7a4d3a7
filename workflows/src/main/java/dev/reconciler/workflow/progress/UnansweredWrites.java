package dev.reconciler.workflow.progress;

import dev.reconciler.contract.Classification;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.RunCheckpoint.UnansweredWrite;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The move and the push that failed without telling whether they had their effect.
 *
 * <p>A later look at the branches tells: where a branch is found at the write's target, the write counts as done, and
 * its report is taken from here once.
 */
final class UnansweredWrites {
    private @Nullable UnansweredWrite move;
    private @Nullable UnansweredWrite push;

    UnansweredWrites() {}

    UnansweredWrites(RunCheckpoint checkpoint) {
        move = checkpoint.unansweredMove();
        push = checkpoint.unansweredPush();
    }

    void addMove(CommitId target, OutcomeReport report) {
        move = new UnansweredWrite(target, report);
    }

    void addPush(CommitId target, OutcomeReport report) {
        push = new UnansweredWrite(target, report);
    }

    /** Forgets the move, since a later move was answered. */
    void clearMove() {
        move = null;
    }

    /** Forgets the push, since a later push was answered. */
    void clearPush() {
        push = null;
    }

    /** Takes the report of the move where the local branch is now at its target. */
    Optional<OutcomeReport> takeMoveFoundAt(@Nullable CommitId local) {
        if (move == null || !move.target().equals(local)) {
            return Optional.empty();
        }
        OutcomeReport report = move.report();
        move = null;
        return Optional.of(report);
    }

    /** Takes the report of the push where the remote branch is now at its target. */
    Optional<OutcomeReport> takePushFoundAt(CommitId remote) {
        return push != null && push.target().equals(remote) ? takePush(push) : Optional.empty();
    }

    /**
     * Takes the report of the push where the remote branch holds its target below newer commits: another writer pushed
     * on top of it.
     *
     * @param local the local branch that was compared with the remote's
     */
    Optional<OutcomeReport> takePushFoundBelow(Classification found, @Nullable CommitId local) {
        return push != null && remoteHolds(push.target(), found, local) ? takePush(push) : Optional.empty();
    }

    private Optional<OutcomeReport> takePush(UnansweredWrite found) {
        push = null;
        return Optional.of(found.report());
    }

    /** Two commits are known to be held by the remote: the merge base, and local where local is only behind. */
    private static boolean remoteHolds(CommitId commit, Classification found, @Nullable CommitId local) {
        return commit.equals(found.mergeBase()) || (found.divergence() == Divergence.BEHIND && commit.equals(local));
    }

    @Nullable
    UnansweredWrite move() {
        return move;
    }

    @Nullable
    UnansweredWrite push() {
        return push;
    }
}

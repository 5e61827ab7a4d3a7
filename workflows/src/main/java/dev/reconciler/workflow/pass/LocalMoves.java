package dev.reconciler.workflow.pass;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.ComparedSides;
import dev.reconciler.workflow.progress.RunProgress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves the local branch, and records the move.
 *
 * <p>Each method says which commit the branch was moved to; empty where the application had moved it since the fetch, so that
 * nothing was changed.
 */
final class LocalMoves {
    private final ActivityCalls calls;
    private final RunProgress progress;

    LocalMoves(ActivityCalls calls, RunProgress progress) {
        this.calls = calls;
        this.progress = progress;
    }

    /** @param keep the name under which git keeps the local commit; null where nothing gets lost */
    Optional<CommitId> advanceToRemote(ComparedSides sides, OutcomeReport report, @Nullable UtcName keep) {
        return recordMove(sides.remote(), report, () -> calls.advanceBranch(sides, sides.remote(), keep, null));
    }

    /**
     * @param keep the name under which git keeps the local commit; null where nothing gets lost
     * @param replayedAt the committer date of the replay
     */
    Optional<CommitId> advanceToReplay(
            ComparedSides sides, CommitId tip, OutcomeReport report, @Nullable UtcName keep, Instant replayedAt) {
        progress.recordReplayedLocal(sides.local());
        return recordMove(tip, report, () -> calls.advanceBranch(sides, tip, keep, replayedAt));
    }

    /** Local, which agrees with the remote, gets the commits of a conflict that a person has decided on. */
    Optional<CommitId> advanceToDecision(ComparedSides sides, CommitId tip, OutcomeReport report) {
        return recordMove(tip, report, () -> calls.advanceBranch(sides, tip, null, null));
    }

    /** @param keep the name under which git keeps the local commit; null where the remote holds it */
    Optional<CommitId> adoptRemote(ComparedSides sides, OutcomeReport report, @Nullable UtcName keep) {
        return recordMove(sides.remote(), report, () -> calls.adoptRemote(sides, keep));
    }

    private Optional<CommitId> recordMove(CommitId target, OutcomeReport report, Supplier<MoveAnswer> move) {
        MoveAnswer answer;
        try {
            answer = move.get();
        } catch (ActivityFailedException failure) {
            // The branch may have moved all the same: the next fetch tells. Under a lease, only the application moves
            // it.
            if (failure.details().lease() == null) {
                progress.recordUnansweredMove(target, report);
            }
            throw failure;
        }
        return switch (answer.status()) {
            case MOVED -> Optional.empty();
            case DONE -> {
                progress.recordMove(answer, report);
                yield Optional.of(answer.now());
            }
        };
    }
}

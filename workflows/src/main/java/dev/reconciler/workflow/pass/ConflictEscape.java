package dev.reconciler.workflow.pass;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.EndMessages;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.ComparedSides;
import dev.reconciler.workflow.progress.PassTimestamp;
import dev.reconciler.workflow.progress.RunProgress;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a conflict, a saga: preserve the commits on the remote, read them back, and only then let local follow
 * the remote.
 */
final class ConflictEscape {
    private final RemoteWrites writes;
    private final LocalMoves moves;
    private final RunProgress progress;
    private final ActionReports reports;
    private final PassTimestamp timestamp;

    ConflictEscape(
            RemoteWrites writes,
            LocalMoves moves,
            RunProgress progress,
            ActionReports reports,
            PassTimestamp timestamp) {
        this.writes = writes;
        this.moves = moves;
        this.progress = progress;
        this.reports = reports;
        this.timestamp = timestamp;
    }

    /**
     * Puts the commits on a conflict branch of the remote.
     *
     * @param detail which commit and paths conflict; may be empty
     * @param commit what goes to the conflict branch: local's commit, or its twin without what the remote dropped
     * @param keep the name under which git keeps the local commit, where {@code commit} does not hold it; null otherwise
     */
    CycleEnd escapeToRemote(ComparedSides sides, String detail, CommitId commit, @Nullable UtcName keep) {
        int own = sides.found().own();
        PreservedConflict preserved;
        try {
            preserved = writes.preserveConflict(sides, commit, timestamp.name());
        } catch (ActivityFailedException failure) {
            throw failure.withText(EndMessages.describeRefusedEscape(own, detail, failure.text()));
        }
        return adoptRemote(
                sides, reports.reportEscape(own, detail, preserved.branch().value()), keep);
    }

    /** Keeps the commits in the local repository only, where they can't be told from what the remote dropped. */
    CycleEnd escapeLocally(ComparedSides sides, String detail) {
        return adoptRemote(sides, reports.reportLocalEscape(sides.found().own(), detail), timestamp.name());
    }

    private CycleEnd adoptRemote(ComparedSides sides, OutcomeReport report, @Nullable UtcName keep) {
        if (moves.adoptRemote(sides, report, keep).isEmpty()) {
            return CycleEnd.LOCAL_MOVED;
        }
        progress.recordAdoption();
        return CycleEnd.SIDES_AGREE;
    }
}

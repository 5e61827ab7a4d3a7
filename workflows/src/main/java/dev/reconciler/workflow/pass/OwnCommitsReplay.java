package dev.reconciler.workflow.pass;

import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.ComparedSides;
import dev.reconciler.workflow.progress.PassTimestamp;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays local's own commits onto the remote's commit and pushes them; commits that conflict escape. */
final class OwnCommitsReplay {
    private final ActivityCalls calls;
    private final LocalMoves moves;
    private final RemoteWrites writes;
    private final ConflictEscape escape;
    private final ActionReports reports;
    private final PassTimestamp timestamp;

    OwnCommitsReplay(
            ActivityCalls calls,
            LocalMoves moves,
            RemoteWrites writes,
            ConflictEscape escape,
            ActionReports reports,
            PassTimestamp timestamp) {
        this.calls = calls;
        this.moves = moves;
        this.writes = writes;
        this.escape = escape;
        this.reports = reports;
        this.timestamp = timestamp;
    }

    /** Both sides have commits that the other lacks, and the remote dropped none. */
    CycleEnd replayOnRemote(ComparedSides sides) {
        ReplayAnswer answer = replayOnto(sides.remote(), sides);
        return switch (answer.status()) {
            case REPLAYED -> publishReplay(sides, answer, answer.keepOriginal() ? timestamp.name() : null);
            case CONFLICT -> escape.escapeToRemote(sides, answer.detail(), sides.local(), null);
        };
    }

    /** The remote dropped commits that local still holds: git keeps the local commit, whatever the replay says. */
    CycleEnd replayOnRewrittenRemote(ComparedSides sides) {
        ReplayAnswer answer = replayOnto(sides.remote(), sides);
        return switch (answer.status()) {
            case REPLAYED -> publishReplay(sides, answer, timestamp.name());
            case CONFLICT -> escapeWithoutDropped(sides, answer.detail());
        };
    }

    /**
     * Escapes from a conflict with a rewritten remote. The dropped commits must not go to the remote again, so a twin of
     * local without them does: the own commits replayed onto the merge base. Where no such twin can be made, nothing
     * goes to the remote.
     */
    private CycleEnd escapeWithoutDropped(ComparedSides sides, String detail) {
        CommitId base = sides.found().mergeBase();
        if (base == null) {
            return escape.escapeLocally(sides, detail);
        }
        ReplayAnswer twin = replayOnto(base, sides);
        return switch (twin.status()) {
            case REPLAYED -> escape.escapeToRemote(sides, detail, Objects.requireNonNull(twin.tip()), timestamp.name());
            case CONFLICT -> escape.escapeLocally(sides, detail);
        };
    }

    private ReplayAnswer replayOnto(CommitId onto, ComparedSides sides) {
        return calls.replayCommits(sides, onto, timestamp.second());
    }

    private CycleEnd publishReplay(ComparedSides sides, ReplayAnswer replayed, @Nullable UtcName keep) {
        CommitId tip = Objects.requireNonNull(replayed.tip());
        OutcomeReport report = reports.reportReplay(replayed.replayed(), sides.remote());
        Optional<CommitId> now = moves.advanceToReplay(sides, tip, report, keep, timestamp.second());
        if (now.isEmpty()) {
            return CycleEnd.LOCAL_MOVED;
        }
        if (now.get().equals(sides.remote())) {
            // The remote had every own commit already.
            return CycleEnd.SIDES_AGREE;
        }
        // Also where the replay wrote nothing, the move may have replayed a commit that the application made meanwhile.
        return writes.pushBranch(Math.max(1, replayed.replayed()), sides.remote(), now.get());
    }
}

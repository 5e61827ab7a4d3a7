package dev.reconciler.workflow.pass;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.ComparedSides;
import dev.reconciler.workflow.progress.PassTimestamp;
import dev.reconciler.workflow.progress.RunProgress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One fetch, one comparison, and what the {@link DivergencePolicy} says. */
final class SyncCycle {
    private final ActivityCalls calls;
    private final LocalMoves moves;
    private final RemoteWrites writes;
    private final OwnCommitsReplay replay;
    private final RunProgress progress;
    private final ActionReports reports;
    private final PassTimestamp timestamp;
    private final @Nullable ConflictDecision decision;

    /** Where the remote branch was when the latest cycle of this pass found it rewritten; null where none did. */
    private @Nullable CommitId rewriteSeenAt;

    /** @param task what a person has decided about a conflict, to be done once both sides agree; null in most passes */
    SyncCycle(
            ActivityCalls calls,
            RemoteWrites writes,
            RunProgress progress,
            ActionReports reports,
            PassTimestamp timestamp,
            @Nullable ConflictTask task) {
        this.calls = calls;
        this.moves = new LocalMoves(calls, progress);
        this.writes = writes;
        this.progress = progress;
        this.reports = reports;
        this.timestamp = timestamp;
        ConflictEscape escape = new ConflictEscape(writes, moves, progress, reports, timestamp);
        this.replay = new OwnCommitsReplay(calls, moves, writes, escape, reports, timestamp);
        this.decision = task == null ? null : new ConflictDecision(task, calls, moves, writes, progress, timestamp);
    }

    /** @throws ActivityFailedException if an activity failed; what was done until then is in the progress */
    CycleEnd runCycle() {
        CycleEnd end = bringTogether();
        return end == CycleEnd.SIDES_AGREE && decision != null
                ? decision.carryOut(Objects.requireNonNull(progress.sides().remote()))
                : end;
    }

    private CycleEnd bringTogether() {
        RemoteState state = calls.fetchBothSides();
        progress.recordFetch(state);
        return switch (state.status()) {
            case IN_SYNC -> CycleEnd.SIDES_AGREE;
            case CLONED -> {
                progress.recordClone(reports.reportClone(state.remote()));
                yield CycleEnd.SIDES_AGREE;
            }
            case DIFFERENT -> compareAndAct(Objects.requireNonNull(state.local()), state.remote());
        };
    }

    private CycleEnd compareAndAct(CommitId local, CommitId remote) {
        Classification found = calls.compareCommits(local, remote);
        progress.recordComparison(found);
        ComparedSides sides = new ComparedSides(local, remote, found);
        return switch (DivergencePolicy.chooseAction(found)) {
            case NOTHING -> CycleEnd.SIDES_AGREE;
            case FAST_FORWARD -> fastForward(sides);
            case PUSH -> writes.pushBranch(found.ahead(), remote, local);
            case REPLAY -> replay.replayOnRemote(sides);
            case REWIND -> confirmRewrite(remote) ? rewindLocal(sides) : CycleEnd.REWRITE_SEEN;
            case REPLAY_REWRITTEN ->
                confirmRewrite(remote) ? replay.replayOnRewrittenRemote(sides) : CycleEnd.REWRITE_SEEN;
        };
    }

    /** A stale replica of a forge looks just like a rewrite: only what the remote shows at two looks is one. */
    private boolean confirmRewrite(CommitId remote) {
        boolean confirmed = remote.equals(rewriteSeenAt);
        rewriteSeenAt = remote;
        if (confirmed) {
            progress.recordRemoteRewrite();
        }
        return confirmed;
    }

    private CycleEnd fastForward(ComparedSides sides) {
        return followRemote(sides, reports.reportFastForward(sides.found().behind(), sides.remote()), null);
    }

    private CycleEnd rewindLocal(ComparedSides sides) {
        return followRemote(sides, reports.reportRewind(sides.found(), sides.remote()), timestamp.name());
    }

    private CycleEnd followRemote(ComparedSides sides, OutcomeReport report, @Nullable UtcName keep) {
        return moves.advanceToRemote(sides, report, keep).isPresent() ? CycleEnd.SIDES_AGREE : CycleEnd.LOCAL_MOVED;
    }
}

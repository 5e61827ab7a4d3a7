package dev.reconciler.workflow.pass;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.contract.conflict.ResolveAnswer;
import dev.reconciler.contract.conflict.SettleAnswer;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.UtcName;
import dev.reconciler.workflow.outcome.ConflictReports;
import dev.reconciler.workflow.progress.ComparedSides;
import dev.reconciler.workflow.progress.PassTimestamp;
import dev.reconciler.workflow.progress.RunProgress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a person has decided about a conflict branch, once both sides agree: the branch's commits become
 * commits of local, which are pushed, and then the conflict branch goes. Repeated, it goes on where it stopped.
 */
final class ConflictDecision {
    private final ConflictTask task;
    private final ActivityCalls calls;
    private final LocalMoves moves;
    private final RemoteWrites writes;
    private final RunProgress progress;
    private final PassTimestamp timestamp;
    private final ConflictReports reports;

    /** Whether local holds the commits, or nothing of them is wanted: the branch may go. */
    private boolean isReplayed;

    private boolean isDone;
    private @Nullable UtcName keep;

    ConflictDecision(
            ConflictTask task,
            ActivityCalls calls,
            LocalMoves moves,
            RemoteWrites writes,
            RunProgress progress,
            PassTimestamp timestamp) {
        this.task = task;
        this.calls = calls;
        this.moves = moves;
        this.writes = writes;
        this.progress = progress;
        this.timestamp = timestamp;
        this.reports = new ConflictReports(task.conflict().branch());
        if (task.action() == ConflictAction.KEEP_REMOTE) {
            this.isReplayed = true;
            this.keep = PassTimestamp.ofBranch(task.conflict().branch(), timestamp);
        }
    }

    /**
     * Goes on with it.
     *
     * @param agreed what both sides hold
     */
    CycleEnd carryOut(CommitId agreed) {
        if (isDone) {
            return CycleEnd.SIDES_AGREE;
        }
        return isReplayed ? settle() : resolve(agreed);
    }

    private CycleEnd resolve(CommitId agreed) {
        ResolveAnswer answer = calls.resolveConflict(task, agreed, timestamp.second());
        return switch (answer.status()) {
            case REPLAYED -> publish(agreed, answer);
            case CONFLICT -> {
                progress.recordOpenConflict(task.conflict(), reports.reportStillOpen(answer.detail()));
                isDone = true;
                yield CycleEnd.SIDES_AGREE;
            }
            case REMOTE_MOVED -> CycleEnd.REMOTE_MOVED;
        };
    }

    private CycleEnd publish(CommitId agreed, ResolveAnswer answer) {
        CommitId tip = Objects.requireNonNull(answer.tip());
        UtcName name =
                answer.keepOriginal() ? PassTimestamp.ofBranch(task.conflict().branch(), timestamp) : null;
        if (tip.equals(agreed)) {
            allowSettling(name);
            progress.recordOutcome(reports.reportNothingNew());
            return settle();
        }
        Classification same = new Classification(Divergence.UP_TO_DATE, 0, 0, 0, 0, agreed);
        Optional<CommitId> now = moves.advanceToDecision(
                new ComparedSides(agreed, agreed, same),
                tip,
                task.action() == ConflictAction.EDIT
                        ? reports.reportEdit(answer.replayed(), agreed)
                        : reports.reportReplay(answer.replayed(), agreed));
        if (now.isEmpty()) {
            return CycleEnd.LOCAL_MOVED;
        }
        allowSettling(name);
        CycleEnd pushed = writes.pushBranch(Math.max(1, answer.replayed()), agreed, now.get());
        // Where the remote has moved on, the next cycle brings local's commits there as in every run.
        return pushed == CycleEnd.SIDES_AGREE ? settle() : pushed;
    }

    private void allowSettling(@Nullable UtcName name) {
        isReplayed = true;
        keep = name;
    }

    private CycleEnd settle() {
        SettleAnswer answer = calls.settleConflict(task.conflict(), keep);
        progress.recordSettled(task.conflict(), answer.keptRef(), reports.reportSettled(answer.keptRef()));
        isDone = true;
        return CycleEnd.SIDES_AGREE;
    }
}

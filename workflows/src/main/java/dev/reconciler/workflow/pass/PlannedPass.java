package dev.reconciler.workflow.pass;

import dev.reconciler.contract.FailureTypes;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.PassEnd;
import dev.reconciler.workflow.progress.PassTimestamp;
import dev.reconciler.workflow.progress.RunCheckpoint.OpenPass;
import dev.reconciler.workflow.progress.RunProgress;
import dev.reconciler.workflow.retry.RetryBudget;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The first cycle of a plan's pass, by the calling thread: most plans need no more, and nothing has to be waited for. */
public final class PlannedPass {
    private final OpenPass begun;
    private final RunProgress progress;
    private final SyncCycle cycle;

    /**
     * @param steps carried out by the calling thread, and without effect
     * @param clock whose time the pass begins at
     */
    public PlannedPass(ReconcileInput input, RunProgress progress, RepositoryActivities steps, InstantSource clock) {
        ActionReports reports = new ActionReports(input.planned());
        this.begun = OpenPass.beginAt(clock.instant());
        this.progress = progress;
        ActivityCalls calls = new ActivityCalls(
                input,
                new RetryBudget(begun.start(), input.retryFor(), 0, Duration.ZERO),
                progress,
                StepHost.ofCaller(steps, clock));
        this.cycle = new SyncCycle(
                calls,
                new RemoteWrites(calls, progress, reports, null),
                progress,
                reports,
                PassTimestamp.ofStart(begun.start()),
                null);
    }

    /**
     * Runs the cycle; how the pass ended, or empty where a run has to go on with it: a step failed, or the remote has to be
     * looked at once more.
     */
    public Optional<PassEnd> runCycle() {
        try {
            return cycle.runCycle() == CycleEnd.SIDES_AGREE
                    ? Optional.of(PassEnd.agreed(progress.outcomes().summarizePass()))
                    : Optional.empty();
        } catch (ApplicationFailure failed) {
            // The run meets it anew, and says what it means.
            progress.recordFailedAttempts(FailureTypes.REMOTE_UNAVAILABLE.equals(failed.getType()) ? 1 : 0);
            return Optional.empty();
        }
    }

    /** What a run that goes on has to know of the pass. */
    public OpenPass snapshot() {
        return begun;
    }
}

package dev.reconciler.worker.temporal.status;

import dev.reconciler.worker.status.RunningRun;
import dev.reconciler.workflow.RunStatus;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads runs of the {@link RunHistory} that are under way: from the runs themselves, or from Temporal alone where no
 * worker answers for them.
 */
final class OpenRuns {
    /** A worker that runs takes an activity at once. One that waits longer than this waits for a worker. */
    private static final Duration LONGEST_IN_QUEUE = Duration.ofSeconds(10);

    private final RunHistory history;
    private final Clock clock;

    OpenRuns(RunHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    /** Reads the step, the attempt and the last error of a run. */
    RunningRun readRunning(WorkflowExecutionDescription run) {
        return queryStatus(run).map(status -> fromStatus(run, status)).orElseGet(() -> fromDescription(run));
    }

    private Optional<RunStatus> queryStatus(WorkflowExecutionDescription run) {
        try {
            return Optional.ofNullable(history.newStub(run.getExecution()).query("status", RunStatus.class));
        } catch (WorkflowException noWorker) {
            return Optional.empty();
        }
    }

    private RunningRun fromStatus(WorkflowExecutionDescription run, RunStatus status) {
        return new RunningRun(
                run.getExecution().getWorkflowId(),
                run.getExecution().getRunId(),
                status.since(),
                waitsForWorker(run) ? RunningRun.WAITING_FOR_WORKER : status.step(),
                status.attempt(),
                status.nextAttemptAt(),
                status.lastError());
    }

    private static RunningRun fromDescription(WorkflowExecutionDescription run) {
        boolean retrying =
                RunAttributes.RETRYING.equals(run.getTypedSearchAttributes().get(RunAttributes.OUTCOME));
        return new RunningRun(
                run.getExecution().getWorkflowId(),
                run.getExecution().getRunId(),
                run.getStartTime(),
                RunningRun.WAITING_FOR_WORKER,
                1,
                null,
                // Any text makes the state "retrying", which is all that Temporal tells of the attempts.
                retrying ? "not known while no worker answers for the run" : null);
    }

    /** Whether an activity has been in the queue of its host for so long that no worker takes it. */
    private boolean waitsForWorker(WorkflowExecutionDescription run) {
        Instant longAgo = clock.instant().minus(LONGEST_IN_QUEUE);
        return run.getRawDescription().getPendingActivitiesList().stream()
                .filter(activity -> activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED)
                .map(PendingActivityInfo::getScheduledTime)
                .anyMatch(scheduled -> RunHistory.toInstant(scheduled).isBefore(longAgo));
    }
}

package dev.reconciler.worker.temporal.run;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.workflow.RunStatus;
import dev.reconciler.workflow.visibility.RunAttributes;
import dev.reconciler.workflow.visibility.ToldOutcome;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the phase of runs from Temporal, and from the runs themselves where a worker answers for them. */
public final class LatestRunReader {
    private static final String STATUS_QUERY = "status";

    private final WorkflowClient client;

    /** Reads from the service of that client. */
    public LatestRunReader(WorkflowClient client) {
        this.client = client;
    }

    /**
     * Whether the latest run of the repository has an outcome; false where the service knows no run of the repository.
     * The service alone answers, without a worker.
     */
    public boolean isOver(HostRepository repository) {
        try {
            return !isRunning(
                    client.newUntypedWorkflowStub(repository.id().workflowId()).describe());
        } catch (WorkflowNotFoundException none) {
            return false;
        }
    }

    /**
     * Whether the latest run of the repository does nothing: it has an outcome, waits until it tries again, or is not known
     * to the service. The service alone answers, without a worker.
     */
    public boolean isAtRest(HostRepository repository) {
        try {
            WorkflowExecutionDescription described =
                    client.newUntypedWorkflowStub(repository.id().workflowId()).describe();
            return !isRunning(described)
                    || (isRetrying(described) && findPendingActivity(described).isEmpty());
        } catch (WorkflowNotFoundException none) {
            return true;
        }
    }

    private static boolean isRetrying(WorkflowExecutionDescription described) {
        return RunAttributes.RETRYING.equals(
                described.getTypedSearchAttributes().get(RunAttributes.OUTCOME));
    }

    private static boolean isRunning(WorkflowExecutionDescription described) {
        return described.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    /** Reads the phase of the latest run of the repository. A run that retries is asked for its last error. */
    public LatestRun readLatestRun(HostRepository repository) {
        WorkflowStub run = client.newUntypedWorkflowStub(repository.id().workflowId());
        try {
            return fromDescription(repository, run, run.describe());
        } catch (WorkflowNotFoundException none) {
            return new LatestRun(RunPhase.ABSENT, "no run is known");
        }
    }

    private LatestRun fromDescription(
            HostRepository repository, WorkflowStub run, WorkflowExecutionDescription described) {
        String outcome = described.getTypedSearchAttributes().get(RunAttributes.OUTCOME);
        if (!isRunning(described)) {
            return new LatestRun(RunPhase.OVER, String.valueOf(outcome), findError(described));
        }
        Optional<ToldOutcome> told = LingeringRuns.findTold(described).filter(ToldOutcome::isLast);
        if (told.isPresent()) {
            ReconcileError error = told.get().result().error();
            return new LatestRun(RunPhase.OVER, String.valueOf(outcome), error == null ? null : error.type());
        }
        // A step that no worker has taken comes before RETRYING: the run set that attribute before this step, and waits
        // for its host now, not for the remote.
        Optional<PendingActivityInfo> step = findPendingActivity(described);
        if (step.isPresent() && isUntaken(step.get())) {
            return new LatestRun(RunPhase.WAITING_FOR_HOST, describeWait(repository, step.get()));
        }
        if (isRetrying(described)) {
            return new LatestRun(RunPhase.RETRYING, queryLastError(run));
        }
        return step.map(taken -> taken.getActivityType().getName() + " is under way")
                .map(what -> new LatestRun(RunPhase.WORKING, what))
                .orElseGet(() -> new LatestRun(RunPhase.WORKING, "it has only begun; is a worker running?"));
    }

    /** Why a run that has ended failed; null where it did not, or was ended from outside. */
    private @Nullable ErrorType findError(WorkflowExecutionDescription ended) {
        if (ended.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED) {
            return null;
        }
        try {
            // Of that run alone: another one may be under way by now, whose result would be waited for.
            client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowExecution(ended.getExecution())
                            .build())
                    .getResult(ReconcileResult.class);
            return null;
        } catch (WorkflowFailedException failed) {
            return failed.getCause() instanceof ApplicationFailure why ? ErrorType.of(why.getType()) : null;
        }
    }

    private static Optional<PendingActivityInfo> findPendingActivity(WorkflowExecutionDescription described) {
        List<PendingActivityInfo> pending = described.getRawDescription().getPendingActivitiesList();
        return pending.stream().findFirst();
    }

    private static String describeWait(HostRepository repository, PendingActivityInfo step) {
        // The service inside this process, which has one host, does not tell of queues.
        String queue = step.getActivityOptions().getTaskQueue().getName();
        String host = TaskQueues.findHost(queue).orElse(repository.host());
        return step.getActivityType().getName() + " waits for its turn on host " + host
                + (host.equals(repository.host())
                        ? "; is its worker running?"
                        : ", which the run was asked for; terminate "
                                + repository.id().workflowId() + " if that host is gone for good");
    }

    private static boolean isUntaken(PendingActivityInfo step) {
        return step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;
    }

    private static String queryLastError(WorkflowStub run) {
        try {
            RunStatus status = run.query(STATUS_QUERY, RunStatus.class);
            return "attempt " + (status.attempt() - 1) + " failed: " + status.lastError();
        } catch (WorkflowException noWorker) {
            // Workers answer queries. Without one, only the attribute is known, which says that the run retries.
            return "the remote could not be reached so far";
        }
    }
}

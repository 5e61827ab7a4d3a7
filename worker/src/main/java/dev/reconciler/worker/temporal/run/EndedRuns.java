package dev.reconciler.worker.temporal.run;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.event.OutcomeListener;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.failure.ApplicationFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the runs of this host that end, whoever started them. Every run has an activity on its host, so the host sees
 * each run begin, and waits for its result from then on; that costs the run nothing. A run that lingers has a result
 * before its end, and has another one where it takes a request meanwhile.
 */
public final class EndedRuns {
    private static final Logger LOG = LoggerFactory.getLogger(EndedRuns.class);

    private final WorkflowClient client;
    private final OutcomeListener listener;
    private final @Nullable LingeringRuns lingering;
    private final Map<WorkflowExecution, Optional<ReconcileResult>> watched = new HashMap<>();

    /**
     * Watches on a service.
     *
     * @param client of the service that has the runs
     */
    public EndedRuns(WorkflowClient client, OutcomeListener listener) {
        this(client, listener, null);
    }

    /** The same, on a service where runs linger. */
    public static EndedRuns ofLingering(WorkflowClient client, OutcomeListener listener) {
        return new EndedRuns(client, listener, new LingeringRuns(client));
    }

    private EndedRuns(WorkflowClient client, OutcomeListener listener, @Nullable LingeringRuns lingering) {
        this.client = client;
        this.listener = listener;
        this.lingering = lingering;
    }

    /** Waits for the end of a run, where nobody does yet. */
    public void watch(String workflowId, String runId) {
        WorkflowExecution run = WorkflowExecution.newBuilder()
                .setWorkflowId(workflowId)
                .setRunId(runId)
                .build();
        if (begin(run)) {
            CompletableFuture<ReconcileResult> unused = client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowExecution(run)
                            .build())
                    .getResultAsync(ReconcileResult.class)
                    .whenComplete((result, failure) -> end(run, failure == null ? result : findResult(failure)));
            if (lingering != null) {
                lingering.follow(run, result -> tell(run, result));
            }
        }
    }

    private synchronized boolean begin(WorkflowExecution run) {
        return watched.putIfAbsent(run, Optional.empty()) == null;
    }

    private void tell(WorkflowExecution run, ReconcileResult result) {
        if (isUnderWay(run, result)) {
            listener.runEnded(result);
        }
    }

    // What is told now is no news at the end.
    private synchronized boolean isUnderWay(WorkflowExecution run, ReconcileResult told) {
        return watched.replace(run, Optional.of(told)) != null;
    }

    private void end(WorkflowExecution run, @Nullable ReconcileResult result) {
        if (result == null) {
            LOG.debug("{} ended without a result, or the service is away", run.getWorkflowId());
            forget(run);
        } else if (isNews(run, result)) {
            listener.runEnded(result);
        }
    }

    // A run that continued as new was watched under each of its run IDs, and all of them have the result of the last.
    private synchronized boolean isNews(WorkflowExecution run, ReconcileResult result) {
        Optional<ReconcileResult> known = watched.remove(run);
        watched.replaceAll(
                (other, before) -> other.getWorkflowId().equals(run.getWorkflowId()) ? Optional.of(result) : before);
        return known == null || !known.equals(Optional.of(result));
    }

    private synchronized void forget(WorkflowExecution run) {
        watched.remove(run);
    }

    private static @Nullable ReconcileResult findResult(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application
                    && application.getDetails().getSize() > 0) {
                return application.getDetails().get(0, ReconcileResult.class);
            }
        }
        return null;
    }
}

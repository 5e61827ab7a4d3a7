package dev.reconciler.worker.temporal.run;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.event.OutcomeListener;
import dev.reconciler.workflow.ReconcileInput;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.failure.TerminatedFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the runs of this host that end, whoever started them. Every run has an activity on its host, so the host sees
 * each run begin, and waits for its result from then on; that costs the run nothing. A run that lingers has a result
 * before its end, and has another one where it takes a request meanwhile.
 */
public final class EndedRuns {
    /** Why a run is ended that goes on on another service: that is no end to tell of. */
    public static final String MOVED = "It goes on on a fresh service.";

    private static final Logger LOG = LoggerFactory.getLogger(EndedRuns.class);
    private static final Executor THREADS = VirtualThreads.newDaemonExecutor("ended-runs");

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
            CompletableFuture<ReconcileResult> unused = newStub(run)
                    .getResultAsync(ReconcileResult.class)
                    .whenComplete((result, failure) -> {
                        if (failure == null) {
                            end(run, result);
                        } else {
                            fail(run, failure);
                        }
                    });
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

    private void end(WorkflowExecution run, ReconcileResult result) {
        if (isNews(run, result)) {
            listener.runEnded(result);
        }
    }

    private void fail(WorkflowExecution run, Throwable failure) {
        Optional<WorkflowFailedException> end = findEnd(failure);
        Optional<ReconcileResult> result = end.flatMap(ResultlessEnd::findResult);
        if (result.isPresent()) {
            end(run, result.get());
        } else if (end.isPresent()) {
            // The service is asked for more, and this is the thread on which it answers.
            THREADS.execute(() -> endWithoutResult(run, end.get()));
        } else {
            LOG.debug("the service is away that {} ran on", run.getWorkflowId(), failure);
            forget(run);
        }
    }

    /** Finds out whether the run has ended, and has not only moved or lost its service. */
    private static Optional<WorkflowFailedException> findEnd(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WorkflowFailedException end) {
                return hasMoved(end) ? Optional.empty() : Optional.of(end);
            }
        }
        return Optional.empty();
    }

    private static boolean hasMoved(WorkflowFailedException end) {
        return end.getCause() instanceof TerminatedFailure ended && MOVED.equals(ended.getOriginalMessage());
    }

    private void endWithoutResult(WorkflowExecution run, WorkflowFailedException end) {
        try {
            ReconcileInput input = readInput(run);
            end(
                    run,
                    ResultlessEnd.describe(
                            input.repository(), input.branch(), newStub(run).describe(), end));
        } catch (RuntimeException away) {
            LOG.debug("{} ended without a result, and is not told of", run.getWorkflowId(), away);
            forget(run);
        }
    }

    private ReconcileInput readInput(WorkflowExecution run) {
        Payloads input = client.fetchHistory(run.getWorkflowId(), run.getRunId())
                .getEvents()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getInput();
        return client.getOptions()
                .getDataConverter()
                .fromPayloads(0, Optional.of(input), ReconcileInput.class, ReconcileInput.class);
    }

    private WorkflowStub newStub(WorkflowExecution run) {
        return client.newUntypedWorkflowStub(
                WorkflowTargetOptions.newBuilder().setWorkflowExecution(run).build());
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
}

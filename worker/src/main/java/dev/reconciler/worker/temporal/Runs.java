package dev.reconciler.worker.temporal;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.SearchAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs of {@code ReconcileWorkflow}: started, or asked for another pass, and waited for. */
public final class Runs {
    private static final String TYPE = "ReconcileWorkflow";
    private static final String SIGNAL = "reconcile";

    private final WorkflowClient client;

    /** Runs on the service of that client. */
    public Runs(WorkflowClient client) {
        this.client = client;
    }

    /**
     * Starts a run, or asks the running one for another pass.
     *
     * @return the result, whatever the outcome; completes when no pass is asked for any more
     */
    public CompletableFuture<ReconcileResult> run(ReconcileInput input) {
        String workflowId = input.repository().workflowId();
        client.newUntypedWorkflowStub(TYPE, options(input, workflowId))
                .signalWithStart(SIGNAL, new Object[] {input.trigger()}, new Object[] {input});
        WorkflowStub run = client.newUntypedWorkflowStub(workflowId);
        return run.getResultAsync(ReconcileResult.class).exceptionally(failure -> failed(input, failure));
    }

    private static WorkflowOptions options(ReconcileInput input, String workflowId) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(SearchAttributes.of(input))
                .setStaticSummary("reconcile " + input.repository() + " (" + input.branch() + ")")
                .setStaticDetails("Brings branch `" + input.branch() + "` of `" + input.repository() + "` on host `"
                        + input.host() + "` and its remote into agreement.")
                .build();
    }

    private static ReconcileResult failed(ReconcileInput input, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                return result(application).orElseGet(() -> unforeseen(input, application.getOriginalMessage()));
            }
        }
        return unforeseen(input, failure.toString());
    }

    private static Optional<ReconcileResult> result(ApplicationFailure failure) {
        return failure.getDetails().getSize() == 0
                ? Optional.empty()
                : Optional.ofNullable(failure.getDetails().get(0, ReconcileResult.class));
    }

    private static ReconcileResult unforeseen(ReconcileInput input, String message) {
        return new ReconcileResult(
                input.repository(),
                Outcome.FAILED,
                input.branch(),
                null,
                null,
                null,
                0,
                0,
                null,
                null,
                false,
                input.trigger(),
                1,
                0,
                message,
                input.planned(),
                new ReconcileError(ErrorType.INTERNAL, message));
    }
}

package dev.reconciler.worker.temporal.run;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.thread.Sleeper;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.connection.TemporalCalls;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalTraces;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.visibility.RunAttributes;
import dev.reconciler.workflow.visibility.RunSummary;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests runs of {@code ReconcileWorkflow} and waits for their results.
 *
 * <p>The workflow ID is made of the repository's id, and Temporal runs one workflow of an ID at a time. That is the
 * lock which keeps two runs off one repository, over all hosts and triggers.
 */
public final class WorkflowRuns {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowRuns.class);

    /** Requests of updates block until a worker has seen them. */
    private static final ExecutorService UPDATES = VirtualThreads.newDaemonExecutor("pass-waits");

    private static final String TYPE = "ReconcileWorkflow";
    private static final String SIGNAL = "reconcile";
    private static final String UPDATE = "pass";
    private static final String DECISION = "decide";
    private static final int TRIES = 50;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final WorkflowClient client;
    private final TemporalCalls calls;
    private final TemporalTraces traces;

    /** Runs on the service inside this process. */
    public WorkflowRuns(WorkflowClient client) {
        this(client, TemporalTraces.OFF);
    }

    /** The same, with requests that are traced. */
    public WorkflowRuns(WorkflowClient client, TemporalTraces traces) {
        this(client, new TemporalCalls("inside this process"), traces);
    }

    /** Runs on the service of that connection. */
    public WorkflowRuns(TemporalConnection connection) {
        this(connection.client(), connection.calls(), connection.traces());
    }

    private WorkflowRuns(WorkflowClient client, TemporalCalls calls, TemporalTraces traces) {
        this.client = client;
        this.calls = calls;
        this.traces = traces;
    }

    /**
     * Starts a run, or asks the run that is under way for another pass, and waits for the result.
     *
     * @return the result, whatever its outcome; completes when the run has served every request
     */
    public CompletableFuture<ReconcileResult> run(ReconcileInput input) {
        request(input);
        return outcome(input);
    }

    /**
     * Starts a run, or asks the run that is under way for another pass.
     *
     * @throws TemporalUnavailableException if the service does not answer
     */
    public RequestedRun request(ReconcileInput input) {
        return calls.call(() -> signalWithStart(input));
    }

    private RequestedRun signalWithStart(ReconcileInput input) {
        String workflowId = input.repository().workflowId();
        for (int tries = 1; ; tries++) {
            try {
                // One call for both cases: between a look for a run and the signal to that run, the run could end.
                WorkflowExecution run = client.newUntypedWorkflowStub(TYPE, newOptions(input, workflowId))
                        .signalWithStart(SIGNAL, new Object[] {input.trigger(), input.host()}, new Object[] {input});
                return new RequestedRun(workflowId, run.getRunId());
            } catch (WorkflowServiceException | WorkflowExecutionAlreadyStarted failed) {
                if (tries == TRIES || !passesByItself(failed)) {
                    throw failed;
                }
                Sleeper.OF_THE_THREAD.sleep(PAUSE);
            }
        }
    }

    /**
     * Whether the same call succeeds a moment later. The in-process service refuses a request that arrives while a run
     * ends, or begins. A full service uses a new search attribute only some time after its registration.
     */
    private static boolean passesByItself(WorkflowException failed) {
        StatusRuntimeException status = TemporalCalls.findStatus(failed);
        if (status == null) {
            return false;
        }
        String description = String.valueOf(status.getStatus().getDescription());
        return switch (status.getStatus().getCode()) {
            case ALREADY_EXISTS -> true;
            case NOT_FOUND -> description.contains("Completed workflow");
            // Said so where the visibility store is in SQL, and otherwise in Elasticsearch.
            case INVALID_ARGUMENT ->
                description.contains("no mapping defined for search attribute")
                        || (description.contains("search attribute") && description.contains("is not defined"));
            default -> false;
        };
    }

    /**
     * Waits for the result of the run that is under way now, or of the last run of the chain that continues it as new.
     *
     * @return the result, whatever its outcome; completes exceptionally only where the service is away, with a {@link
     *     TemporalUnavailableException}
     */
    public CompletableFuture<ReconcileResult> outcome(ReconcileInput input) {
        WorkflowStub run = client.newUntypedWorkflowStub(input.repository().workflowId());
        return run.getResultAsync(ReconcileResult.class).exceptionally(failure -> resultOfFailure(input, failure));
    }

    /**
     * Requests a pass and waits for what the run came to after it, by an update of the run. Where the update is refused,
     * or cut short by the end of the run's history, the request is made again without one. It is made once more where the
     * configuration refused the run: the run may be of an older one, and nothing was looked at then.
     *
     * @return the result, whatever its outcome, of a pass that began after this call; completes exceptionally only where
     *     the service is away, with a {@link TemporalUnavailableException}
     */
    public CompletableFuture<ReconcileResult> awaitPass(ReconcileInput input) {
        return awaitAnyPass(input)
                .thenCompose(result ->
                        isOfConfiguration(result) ? awaitAnyPass(input) : CompletableFuture.completedFuture(result));
    }

    private static boolean isOfConfiguration(ReconcileResult result) {
        return result.error() != null && result.error().type() == ErrorType.CONFIGURATION;
    }

    /** Waits for a pass of the run that is under way, or of one that begins. */
    private CompletableFuture<ReconcileResult> awaitAnyPass(ReconcileInput input) {
        Executor threads = traces.carryTo(UPDATES);
        return CompletableFuture.supplyAsync(() -> startUpdate(input), threads)
                .thenCompose(WorkflowUpdateHandle::getResultAsync)
                .exceptionallyComposeAsync(
                        cut -> {
                            LOG.debug("{}: the wait for a pass was cut short", input.repository(), cut);
                            return run(input);
                        },
                        threads);
    }

    /**
     * Has a run do what a person has decided about a conflict, by an update of the run. Where the end of the run's history
     * cuts it short, it is told again: what was done of it by then is found done.
     *
     * @return the result, of a failed pass too; completes exceptionally only where the service is away, with a {@link
     *     TemporalUnavailableException}
     */
    public CompletableFuture<ReconcileResult> decide(ReconcileInput input, ConflictTask task) {
        return decide(input, task, TRIES);
    }

    private CompletableFuture<ReconcileResult> decide(ReconcileInput input, ConflictTask task, int tries) {
        Executor threads = traces.carryTo(UPDATES);
        return CompletableFuture.supplyAsync(() -> startUpdate(input, DECISION, task, input.host()), threads)
                .thenCompose(WorkflowUpdateHandle::getResultAsync)
                .exceptionallyComposeAsync(
                        cut -> {
                            LOG.debug("{}: a decision was cut short", input.repository(), cut);
                            if (tries == 1 || !isCut(cut)) {
                                throw calls.translateFailure(new CompletionException(cut));
                            }
                            Sleeper.OF_THE_THREAD.sleep(PAUSE);
                            return decide(input, task, tries - 1);
                        },
                        threads);
    }

    // The run ended, or goes on under another run ID, before it could answer.
    private static boolean isCut(Throwable failure) {
        StatusRuntimeException status = TemporalCalls.findStatus(failure);
        return status == null
                || status.getStatus().getCode() == Status.Code.NOT_FOUND
                || status.getStatus().getCode() == Status.Code.ALREADY_EXISTS
                || status.getStatus().getCode() == Status.Code.ABORTED;
    }

    private WorkflowUpdateHandle<ReconcileResult> startUpdate(ReconcileInput input) {
        return startUpdate(input, UPDATE, input.trigger(), input.host());
    }

    private WorkflowUpdateHandle<ReconcileResult> startUpdate(ReconcileInput input, String name, Object... arguments) {
        WorkflowOptions options = newOptions(input, input.repository().workflowId()).toBuilder()
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build();
        UpdateOptions<ReconcileResult> update = UpdateOptions.newBuilder(ReconcileResult.class)
                .setUpdateName(name)
                .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                .build();
        return client.newUntypedWorkflowStub(TYPE, options)
                .startUpdateWithStart(update, arguments, new Object[] {input});
    }

    private static WorkflowOptions newOptions(ReconcileInput input, String workflowId) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(RunAttributes.of(input))
                .setMemo(RunSummary.memo(input))
                .setStaticSummary(RunSummary.of(input))
                .setStaticDetails("Brings branch `" + input.branch() + "` of `" + input.repository() + "` on host `"
                        + input.host() + "` and its remote into agreement.")
                .build();
    }

    private ReconcileResult resultOfFailure(ReconcileInput input, Throwable failure) {
        // The service is away, and the run goes on without this caller: the caller must not take that for a result.
        if (TemporalCalls.findStatus(failure) != null) {
            throw calls.translateFailure(new CompletionException(failure));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // A failed run carries its result in the details of its failure. A failure without one is a defect.
            if (cause instanceof ApplicationFailure application) {
                return findResultIn(application)
                        .orElseGet(() -> newInternalFailure(input, application.getOriginalMessage()));
            }
        }
        return newInternalFailure(input, failure.toString());
    }

    private static Optional<ReconcileResult> findResultIn(ApplicationFailure failure) {
        return failure.getDetails().getSize() == 0
                ? Optional.empty()
                : Optional.ofNullable(failure.getDetails().get(0, ReconcileResult.class));
    }

    private static ReconcileResult newInternalFailure(ReconcileInput input, String message) {
        return ReconcileResult.builder(input.repository(), input.branch(), input.trigger())
                .failed(ErrorType.INTERNAL, message)
                .planned(input.planned())
                .build();
    }
}

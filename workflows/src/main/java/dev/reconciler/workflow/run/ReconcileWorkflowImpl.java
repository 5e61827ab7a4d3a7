package dev.reconciler.workflow.run;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.ReconcileWorkflow;
import dev.reconciler.workflow.RunStatus;
import dev.reconciler.workflow.host.HostListing;
import dev.reconciler.workflow.outcome.PassEnd;
import dev.reconciler.workflow.pass.ReconcilePass;
import dev.reconciler.workflow.progress.RunCheckpoint;
import dev.reconciler.workflow.progress.RunCheckpoint.OpenPass;
import dev.reconciler.workflow.progress.RunProgress;
import dev.reconciler.workflow.retry.DurableTimer;
import dev.reconciler.workflow.retry.WorkflowClock;
import dev.reconciler.workflow.visibility.RunDisplay;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.WorkflowInit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a run.
 *
 * <p>Between the last look at the requests and the end of the run there is no yield. A request that arrives while the
 * last workflow task runs makes the Temporal service refuse the completion, and the worker runs the code again with the
 * request in sight.
 */
public final class ReconcileWorkflowImpl implements ReconcileWorkflow {
    private final RunDisplay display = new RunDisplay();
    private final ReconcileInput input;
    private final PassRequests requests;
    private final DurableTimer timer;
    private final RunProgress progress;
    private final RunContinuation continuation;
    private @Nullable OpenPass inherited;

    /** Signals are handled before the first line of {@link #reconcile}: the state has to be there before them. */
    @WorkflowInit
    public ReconcileWorkflowImpl(ReconcileInput input) {
        RunCheckpoint checkpoint = input.checkpoint();
        this.input = input;
        this.requests = new PassRequests(input.host());
        this.timer = new DurableTimer(requests::isPending);
        this.progress = checkpoint == null ? new RunProgress(WorkflowClock.now()) : new RunProgress(checkpoint);
        this.continuation = new RunContinuation(input, progress, requests);
        this.inherited = checkpoint == null ? null : checkpoint.openPass();
    }

    @Override
    public ReconcileResult reconcile(ReconcileInput sameAsInConstructor) {
        display.showStart(input);
        ReconcileResult result;
        do {
            result = runPass();
        } while (requests.isPending());
        return endRun(result);
    }

    @Override
    public void requestPass(Trigger trigger, @Nullable String host) {
        requests.addRequest(trigger, host);
    }

    @Override
    public RunStatus status() {
        return display.createStatus(progress.since(), progress.attempts());
    }

    private ReconcileResult runPass() {
        display.clearError();
        ReconcilePass pass = new ReconcilePass(input, progress, display, timer, takeOpenPass());
        Optional<PassEnd> end = runCycle(pass);
        while (end.isEmpty()) {
            continuation.continueIfLong(pass.snapshot());
            end = runCycle(pass);
        }
        pass.tellApplication();
        ReconcileResult result =
                new RunResults(input, progress).closePass(end.get(), pass.reloadProblem(), pass.duration());
        if (requests.isPending()) {
            continuation.continueIfLong(null);
        }
        return result;
    }

    /** The pass that the run before this one had under way, for the first pass; then passes that begin now. */
    private OpenPass takeOpenPass() {
        OpenPass open = inherited == null ? new OpenPass(WorkflowClock.now(), 0, null) : inherited;
        inherited = null;
        return open;
    }

    /** A cycle begins with a fetch, so it serves whatever was asked for until now. */
    private Optional<PassEnd> runCycle(ReconcilePass pass) {
        requests.dropServed();
        String otherHost = requests.otherHost();
        return otherHost == null
                ? pass.runCycle()
                : Optional.of(PassEnd.failed(
                        ErrorType.CONFIGURATION,
                        HostListing.describeConflict(input.repository(), input.host(), otherHost)));
    }

    private ReconcileResult endRun(ReconcileResult result) {
        display.showEnd(result.outcome(), result.message());
        if (result.error() == null) {
            return result;
        }
        throw ApplicationFailure.newBuilder()
                .setType(result.error().type().wire())
                .setMessage(result.error().message())
                .setNonRetryable(true)
                .setDetails(result)
                .build();
    }
}

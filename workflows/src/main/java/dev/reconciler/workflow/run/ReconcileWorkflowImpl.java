package dev.reconciler.workflow.run;

import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.ReconcileWorkflow;
import dev.reconciler.workflow.RunStatus;
import dev.reconciler.workflow.retry.DurableTimer;
import dev.reconciler.workflow.visibility.RunDisplay;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a run.
 *
 * <p>Between the last look at the requests and the end of the run there is no yield: those who wait for an answer take
 * it before that look. A request that arrives while the
 * last workflow task runs makes the Temporal service refuse the completion, and the worker runs the code again with the
 * request in sight.
 */
public final class ReconcileWorkflowImpl implements ReconcileWorkflow {
    private final PassRequests requests;
    private final PassAnswers answers = new PassAnswers();
    private final ConflictTasks tasks = new ConflictTasks();
    private final RunLinger linger;
    private PassSeries series;

    /** Signals are handled before the first line of {@link #reconcile}: the state has to be there before them. */
    @WorkflowInit
    public ReconcileWorkflowImpl(ReconcileInput input) {
        this.requests = new PassRequests(input.host());
        DurableTimer timer = new DurableTimer(requests::isPending);
        this.linger = new RunLinger(input.linger(), requests, timer);
        this.series = new PassSeries(input, requests, answers, tasks, timer, new RunDisplay());
    }

    @Override
    public ReconcileResult reconcile(ReconcileInput sameAsInConstructor) {
        ReconcileResult result = series.runPasses();
        while (tasks.isPending() || linger.isEndedByRequest(result)) {
            result = tasks.isPending() ? runTask(result) : runRequest();
        }
        return endRun(result);
    }

    private ReconcileResult runRequest() {
        series = series.beginAnew(requests.nextTrigger());
        return series.runPasses();
    }

    /** A decision that came too late moved nothing: the run stands where it stood before. */
    private ReconcileResult runTask(ReconcileResult before) {
        series = series.beginTask(tasks.take());
        ReconcileResult decided = series.runPasses();
        if (decided.error() == null
                || !ConflictReasons.has(String.valueOf(decided.error().reason()))) {
            return decided;
        }
        series.showResult(before);
        return before;
    }

    @Override
    public void requestPass(Trigger trigger, @Nullable String host, @Nullable String readBefore) {
        requests.addRequest(trigger, host);
    }

    @Override
    public ReconcileResult awaitPass(Trigger trigger, @Nullable String host) {
        return answers.await(requests.addRequest(trigger, host));
    }

    @Override
    public ReconcileResult decideConflict(ConflictTask task, @Nullable String host) {
        requests.addRequest(Trigger.CONFLICT, host);
        return tasks.await(task);
    }

    @Override
    public RunStatus status() {
        return series.status();
    }

    private static ReconcileResult endRun(ReconcileResult result) {
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

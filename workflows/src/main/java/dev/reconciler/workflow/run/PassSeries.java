package dev.reconciler.workflow.run;

import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.RunStatus;
import dev.reconciler.workflow.cases.CaseOpener;
import dev.reconciler.workflow.host.HostListing;
import dev.reconciler.workflow.outcome.PassEnd;
import dev.reconciler.workflow.pass.ReconcilePass;
import dev.reconciler.workflow.progress.RunCheckpoint;
import dev.reconciler.workflow.progress.RunCheckpoint.OpenPass;
import dev.reconciler.workflow.progress.RunProgress;
import dev.reconciler.workflow.retry.DurableTimer;
import dev.reconciler.workflow.retry.WorkflowClock;
import dev.reconciler.workflow.visibility.RunDisplay;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The passes that one result speaks of: those of a run, or of a request that ended a run's lingering. */
final class PassSeries {
    private final ReconcileInput input;
    private final PassRequests requests;
    private final PassAnswers answers;
    private final ConflictTasks tasks;
    private final DurableTimer timer;
    private final RunDisplay display;
    private final RunProgress progress;
    private final RunContinuation continuation;
    private final CaseOpener cases;
    private @Nullable OpenPass inherited;
    private ConflictTasks.@Nullable AwaitedTask task;

    PassSeries(
            ReconcileInput input,
            PassRequests requests,
            PassAnswers answers,
            ConflictTasks tasks,
            DurableTimer timer,
            RunDisplay display) {
        RunCheckpoint checkpoint = input.checkpoint();
        this.input = input;
        this.requests = requests;
        this.answers = answers;
        this.tasks = tasks;
        this.timer = timer;
        this.display = display;
        this.progress = checkpoint == null ? new RunProgress(WorkflowClock.now()) : new RunProgress(checkpoint);
        this.continuation = new RunContinuation(input, progress, requests, answers, tasks);
        this.cases = new CaseOpener(input.host(), new RepositoryBranch(input.repository(), input.branch()));
        this.inherited = checkpoint == null ? null : checkpoint.openPass();
    }

    /** Makes the series of a request that comes after the result of this one. */
    PassSeries beginAnew(Trigger next) {
        return new PassSeries(input.forRequest(next), requests, answers, tasks, timer, display);
    }

    /** Makes the series of a task, which its first pass does. */
    PassSeries beginTask(ConflictTasks.AwaitedTask next) {
        PassSeries series = beginAnew(Trigger.CONFLICT);
        series.task = next;
        return series;
    }

    /** Runs passes until nothing asks for another one, and answers each request. */
    ReconcileResult runPasses() {
        display.showStart(input);
        ReconcileResult result;
        do {
            result = runPass();
            answers.answer(requests.served(), result);
            Workflow.await(() -> Workflow.isEveryHandlerFinished() || requests.isPending() || tasks.isPending());
        } while (requests.isPending());
        showResult(result);
        return result;
    }

    /** Shows what the run came to. */
    void showResult(ReconcileResult result) {
        display.showEnd(result.outcome(), result.message());
    }

    private ReconcileResult runPass() {
        display.clearError();
        ConflictTasks.AwaitedTask awaited = task;
        task = null;
        ReconcilePass pass = new ReconcilePass(
                input, progress, display, timer, takeOpenPass(), awaited == null ? null : awaited.task());
        Optional<PassEnd> end = runCycle(pass);
        while (end.isEmpty()) {
            continuation.continueIfLong(pass.snapshot());
            end = runCycle(pass);
        }
        pass.tellApplication();
        progress.takeConflictNews().ifPresent(cases::open);
        ReconcileResult result =
                new RunResults(input, progress).closePass(end.get(), pass.reloadProblem(), pass.duration());
        if (awaited != null) {
            awaited.answer(result);
        }
        if (requests.isPending()) {
            continuation.continueIfLong(null);
        }
        return result;
    }

    /** The pass that the run before this one had under way, for the first pass; then passes that begin now. */
    private OpenPass takeOpenPass() {
        OpenPass open = inherited == null ? OpenPass.beginAt(WorkflowClock.now()) : inherited;
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

    /** What the passes are doing now. */
    RunStatus status() {
        return display.createStatus(progress.since(), progress.attempts());
    }
}

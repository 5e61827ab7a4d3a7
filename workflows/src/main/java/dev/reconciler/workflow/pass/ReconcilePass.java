package dev.reconciler.workflow.pass;

import dev.reconciler.contract.LeaseInForce;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ErrorType;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.PassEnd;
import dev.reconciler.workflow.progress.PassTimestamp;
import dev.reconciler.workflow.progress.RunCheckpoint.OpenPass;
import dev.reconciler.workflow.progress.RunProgress;
import dev.reconciler.workflow.retry.BusyBudget;
import dev.reconciler.workflow.retry.DurableTimer;
import dev.reconciler.workflow.retry.HolderBudget;
import dev.reconciler.workflow.retry.RetryBudget;
import dev.reconciler.workflow.retry.WorkflowClock;
import dev.reconciler.workflow.visibility.RunDisplay;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Repeats {@link SyncCycle}s until both sides agree, the budget is over, or a person must act. */
public final class ReconcilePass {
    private static final String BUSY = "the repository is busy";
    private static final String DISK = "the disk refuses";
    private static final Duration LOOK_AFTER_RUN = Duration.ofSeconds(10);

    private final RunProgress progress;
    private final RunDisplay display;
    private final DurableTimer timer;
    private final RetryBudget retryBudget;
    private final BusyBudget busyBudget;
    private final HolderBudget holderBudget;
    private final ActivityCalls calls;
    private final RemoteWrites writes;
    private final SyncCycle cycle;
    private final LostRaces races;
    private final ApplicationReload reload;

    /**
     * @param begun a pass that begins now, or that the run before this one had under way
     * @param task what a person has decided about a conflict; null in most passes
     */
    public ReconcilePass(
            ReconcileInput input,
            RunProgress progress,
            RunDisplay display,
            DurableTimer timer,
            OpenPass begun,
            @Nullable ConflictTask task) {
        ActionReports reports = new ActionReports(input.planned());
        this.progress = progress;
        this.display = display;
        this.timer = timer;
        this.retryBudget = new RetryBudget(
                begun.start(),
                input.retryFor(),
                begun.waits(),
                Objects.requireNonNullElse(begun.notTried(), Duration.ZERO));
        this.busyBudget = new BusyBudget(input.retryFor());
        this.holderBudget = new HolderBudget(input.retryFor(), begun.leaseHeldSince());
        this.calls = new ActivityCalls(input, retryBudget, progress, StepHost.ofWorkflow(display));
        this.writes = new RemoteWrites(calls, progress, reports, begun.unconfirmedWrite());
        this.cycle = new SyncCycle(calls, writes, progress, reports, PassTimestamp.ofStart(begun.start()), task);
        this.races = new LostRaces(input.branch().value(), timer.random());
        this.reload = new ApplicationReload(calls, progress, input.planned());
    }

    /** Runs one cycle, and waits where another one has to follow; how the pass ended, or empty where it did not. */
    public Optional<PassEnd> runCycle() {
        try {
            CycleEnd end = cycle.runCycle();
            return switch (end) {
                case SIDES_AGREE ->
                    Optional.of(PassEnd.agreed(progress.outcomes().summarizePass()));
                case LOCAL_MOVED, REMOTE_MOVED -> pauseAfterRace(end, "the branch moved meanwhile: look again");
                case REWRITE_SEEN -> pauseAfterRace(end, "the remote looks rewritten: look again");
            };
        } catch (ActivityFailedException failure) {
            return recoverFrom(failure);
        }
    }

    private Optional<PassEnd> pauseAfterRace(CycleEnd lostTo, String why) {
        Optional<Duration> pause = races.takePause(lostTo);
        if (pause.isEmpty()) {
            return Optional.of(races.describeEnd(lostTo));
        }
        display.showPause(why);
        timer.sleepFor(pause.get(), why);
        return Optional.empty();
    }

    private Optional<PassEnd> recoverFrom(ActivityFailedException failure) {
        Instant failed = WorkflowClock.now();
        progress.recordFailure(failure.details());
        return switch (failure.remedy()) {
            case GIVE_UP -> {
                progress.recordEnd();
                yield Optional.of(PassEnd.failed(
                        failure.type(), failure.text(), failure.details().reason()));
            }
            case WAIT_BRIEFLY -> waitForRepository(failure, failed);
            case WAIT, WAIT_FOR_TURN -> waitForRemote(failure, failed);
        };
    }

    private Optional<PassEnd> waitForRepository(ActivityFailedException failure, Instant failed) {
        Optional<LeaseInForce> lease = readLease(failure);
        if (lease.isPresent()) {
            return waitForLease(failure, lease.get(), failed);
        }
        return isHeldByRun(failure) ? waitForRun(failure, failed) : waitForOthers(failure, failed);
    }

    private Optional<PassEnd> waitForOthers(ActivityFailedException failure, Instant failed) {
        if (busyBudget.isExhausted(failed)) {
            return Optional.of(PassEnd.failed(failure.type(), failure.text()));
        }
        Duration wait = busyBudget.takeWait();
        Instant next = WorkflowClock.now().plus(wait);
        String why = failure.type() == ErrorType.DISK_ERROR ? DISK : BUSY;
        display.showWait(failure.text(), why + ": " + failure.text(), next);
        timer.sleepFor(wait, why);
        return Optional.empty();
    }

    // A run that began before this was known goes on as it did, so that its history can be replayed.
    private static Optional<LeaseInForce> readLease(ActivityFailedException failure) {
        LeaseInForce lease = failure.details().lease();
        return lease == null || Workflow.getVersion("lease-wait", Workflow.DEFAULT_VERSION, 1) < 1
                ? Optional.empty()
                : Optional.of(lease);
    }

    // A run that began before this was known goes on as it did, so that its history can be replayed.
    private static boolean isHeldByRun(ActivityFailedException failure) {
        return failure.details().heldByRun() && Workflow.getVersion("run-wait", Workflow.DEFAULT_VERSION, 1) >= 1;
    }

    private Optional<PassEnd> waitForLease(ActivityFailedException failure, LeaseInForce lease, Instant failed) {
        return waitForHolder(
                failure,
                failed,
                lease.expiresAt(),
                "wait for the lease of " + lease.holder(),
                next -> display.showLeaseWait(failure.text(), lease, next));
    }

    /** Nobody knows when the other run gives the repository back: a large move takes minutes. */
    private Optional<PassEnd> waitForRun(ActivityFailedException failure, Instant failed) {
        return waitForHolder(
                failure,
                failed,
                failed.plus(LOOK_AFTER_RUN),
                "wait for another run",
                next -> display.showWait(failure.text(), failure.text(), next));
    }

    /** The wait is no attempt: neither the remote nor the disk has failed. */
    private Optional<PassEnd> waitForHolder(
            ActivityFailedException failure, Instant failed, Instant end, String summary, Consumer<Instant> show) {
        if (holderBudget.isExhausted(failed)) {
            return Optional.of(PassEnd.failed(failure.type(), failure.text()));
        }
        // The wait may be long: an application whose branch has moved is told before it.
        reload.tellIfOwed();
        Instant began = WorkflowClock.now();
        Duration wait = holderBudget.takeWait(began, end);
        show.accept(began.plus(wait));
        timer.restUntilRequested(wait, summary);
        retryBudget.addNotTried(Duration.between(failed, WorkflowClock.now()));
        return Optional.empty();
    }

    private Optional<PassEnd> waitForRemote(ActivityFailedException failure, Instant failed) {
        // A run that began before this was known goes on as it did, so that its history can be replayed.
        if (Workflow.getVersion("turns-not-tried", Workflow.DEFAULT_VERSION, 1) >= 1) {
            retryBudget.addNotTried(calls.takeNotTried());
        }
        Optional<Duration> told = readToldWait(failure);
        if (retryBudget.isExhausted(calls.latestBegan(), failed)
                || told.filter(wait -> !retryBudget.hasTimeFor(wait, failed)).isPresent()) {
            return Optional.of(ExhaustedBudget.describeEnd(failure, writes.unconfirmed(), progress));
        }
        // The wait may be long: an application whose branch has moved is told before it.
        reload.tellIfOwed();
        Instant now = WorkflowClock.now();
        String summary = "retry after: " + failure.activity().word() + " failed";
        if (told.isPresent()) {
            Duration wait = retryBudget.takeToldWait(told.get(), now, timer.random());
            display.showRetry(failure.text(), progress.attempts() - 1, now.plus(wait));
            // A trigger does not end it: who asks for a pass knows nothing that the remote does not.
            timer.sleepFor(wait, summary);
        } else {
            Duration wait = retryBudget.takeWait(now, timer.random());
            display.showRetry(failure.text(), progress.attempts() - 1, now.plus(wait));
            timer.sleepUntilRequested(wait, summary);
        }
        return Optional.empty();
    }

    // A run that began before this was known goes on as it did, so that its history can be replayed.
    private static Optional<Duration> readToldWait(ActivityFailedException failure) {
        Duration told = failure.details().retryAfter();
        return told == null || Workflow.getVersion("retry-after", Workflow.DEFAULT_VERSION, 1) < 1
                ? Optional.empty()
                : Optional.of(told);
    }

    /** Tells the application that its branch moved, where it has yet to be told. */
    public void tellApplication() {
        reload.tellIfOwed();
    }

    /** Why the application could not be told; empty where it was told, or had not to be told. */
    public String reloadProblem() {
        return reload.problem();
    }

    /** What a run that continues this one has to know of the pass. */
    public OpenPass snapshot() {
        return new OpenPass(
                retryBudget.start(),
                retryBudget.waits(),
                writes.unconfirmed(),
                retryBudget.notTried(),
                holderBudget.heldSince());
    }

    /** How long the pass has taken until now. */
    public Duration duration() {
        return Duration.between(retryBudget.start(), WorkflowClock.now());
    }
}

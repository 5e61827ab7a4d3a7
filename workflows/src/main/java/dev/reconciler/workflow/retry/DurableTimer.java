package dev.reconciler.workflow.retry;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Waits on timers of the Temporal service, which survive the worker, the host and the service itself. */
public final class DurableTimer {
    /** The service gives up a task of a workflow that takes longer. */
    private static final Duration LONGEST_TASK = Duration.ofSeconds(10);

    private final BooleanSupplier passRequested;
    private final Random random = Workflow.newRandom();

    /** @param passRequested whether a trigger has asked for another pass */
    public DurableTimer(BooleanSupplier passRequested) {
        this.passRequested = passRequested;
    }

    /** Random numbers that are the same when the code runs again from the history. */
    public Random random() {
        return random;
    }

    /** Waits the whole time. */
    public void sleepFor(Duration wait, String summary) {
        startTimer(wait, summary).get();
    }

    /** Waits, but not longer than until a trigger asks for a pass: it may know that the remote is back. */
    public void sleepUntilRequested(Duration wait, String summary) {
        if (wait.isZero()) {
            return;
        }
        Instant end = WorkflowClock.now().plus(wait);
        CompletablePromise<Void> over = Workflow.newPromise();
        CancellationScope scope = Workflow.newCancellationScope(() -> over.completeFrom(startTimer(wait, summary)));
        scope.run();
        Workflow.await(() -> passRequested.getAsBoolean() || over.isCompleted());
        // The timer of a wait that ended early must not stay in the history as a pending one for long.
        if (!over.isCompleted() && !endsByItself(end)) {
            scope.cancel();
        }
    }

    // The in-process service refuses to cancel a timer that ends at that very moment, and the run would stand still
    // until its task has timed out. A run that began before this was known goes on as it did, so that its history can
    // be replayed.
    private static boolean endsByItself(Instant end) {
        return WorkflowClock.now().plus(LONGEST_TASK).isAfter(end)
                && Workflow.getVersion("timer-ends", Workflow.DEFAULT_VERSION, 1) >= 1;
    }

    /** Like {@link #sleepUntilRequested}, for a wait of seconds, whose timer always ends by itself. */
    public void restUntilRequested(Duration wait, String summary) {
        Promise<Void> over = startTimer(wait, summary);
        Workflow.await(() -> passRequested.getAsBoolean() || over.isCompleted());
    }

    private static Promise<Void> startTimer(Duration wait, String summary) {
        return Workflow.newTimer(
                wait, TimerOptions.newBuilder().setSummary(summary).build());
    }
}

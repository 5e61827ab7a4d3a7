package dev.reconciler.workflow;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Durable waits, and the workflow's clock. */
final class Waits {
    private final Requests requests;
    private final Random random = Workflow.newRandom();

    Waits(Requests requests) {
        this.requests = requests;
    }

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    Random random() {
        return random;
    }

    /** Waits the whole time. */
    void pause(Duration wait, String summary) {
        timer(wait, summary).get();
    }

    /** Waits, but not longer than until somebody asks for a pass: then there is news, perhaps the remote's return. */
    void pauseUntilRequested(Duration wait, String summary) {
        if (wait.isZero()) {
            return;
        }
        CompletablePromise<Void> over = Workflow.newPromise();
        CancellationScope scope = Workflow.newCancellationScope(() -> over.completeFrom(timer(wait, summary)));
        scope.run();
        Workflow.await(() -> requests.pending() || over.isCompleted());
        scope.cancel();
    }

    private static Promise<Void> timer(Duration wait, String summary) {
        return Workflow.newTimer(
                wait, TimerOptions.newBuilder().setSummary(summary).build());
    }
}

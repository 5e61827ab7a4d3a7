package dev.reconciler.worker.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long the service waits for what. */
final class ServicePauses {
    /** Between two looks at how things are. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** For what is under way when the service is closed: container engines kill after 10 to 30 seconds. */
    static final Duration DRAIN = Duration.ofSeconds(25);

    private ServicePauses() {}

    /** Whether it happened within that time; a thread that is interrupted is told to stop. */
    static boolean until(CountDownLatch event, Duration atMost) {
        try {
            return event.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

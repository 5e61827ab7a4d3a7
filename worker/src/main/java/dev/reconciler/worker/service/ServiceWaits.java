package dev.reconciler.worker.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The durations for which the service waits. */
final class ServiceWaits {
    /** The wait between two looks at the Temporal service and the boot runs. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** The wait for activities under way when the service is closed. Container engines kill after 10 to 30 seconds. */
    static final Duration LONGEST_DRAIN = Duration.ofSeconds(25);

    private ServiceWaits() {}

    /**
     * Whether the event happened within that time. An interrupt counts as the event, since it tells the thread to stop.
     */
    static boolean isOverWithin(CountDownLatch event, Duration atMost) {
        try {
            return event.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

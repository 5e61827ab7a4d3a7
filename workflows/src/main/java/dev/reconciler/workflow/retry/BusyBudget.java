package dev.reconciler.workflow.retry;

import dev.reconciler.retry.ExponentialBackoff;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a pass waits for another program to let go of the repository, or for the disk: seconds, from the first refusal
 * on. */
public final class BusyBudget {
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(500), Duration.ofSeconds(2));
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Duration busyFor;
    private @Nullable Instant busySince;
    private int waits;

    /** @param retryFor the budget for the remote: where that is shorter, it holds here too */
    public BusyBudget(Duration retryFor) {
        this.busyFor = DurationBounds.shorterOf(LONGEST, retryFor);
    }

    /** Whether the repository has had all its time; the first call begins the time. */
    public boolean isExhausted(Instant now) {
        busySince = busySince == null ? now : busySince;
        return !now.isBefore(busySince.plus(busyFor));
    }

    /** Takes the next wait. Without jitter: one run at a time waits for a repository, so no two runs come back together. */
    public Duration takeWait() {
        return BACKOFF.waitAfter(waits++);
    }
}

package dev.reconciler.workflow.retry;

import dev.reconciler.retry.ExponentialBackoff;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a pass waits for an application to give up its lease, from the first refusal on.
 *
 * <p>A lease may be released long before its end, and the application gets no other one until the move was done: so a pass
 * looks again soon, and later at least as often as the note that its move waits has to be renewed.
 */
public final class LeaseBudget {
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(250), Duration.ofSeconds(30));
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Duration waitFor;
    private @Nullable Instant heldSince;
    private int waits;

    /**
     * @param retryFor the budget for the remote, which holds here too
     * @param heldSince when a lease was first in the way, where the pass goes on in another run; null where none was
     */
    public LeaseBudget(Duration retryFor, @Nullable Instant heldSince) {
        this.waitFor = retryFor;
        this.heldSince = heldSince;
    }

    /** When a lease was first in the way; null where none was. */
    public @Nullable Instant heldSince() {
        return heldSince;
    }

    /** Whether the pass has waited for all its time; the first call begins the time. */
    public boolean isExhausted(Instant now) {
        heldSince = heldSince == null ? now : heldSince;
        return !now.isBefore(heldSince.plus(waitFor));
    }

    /** Takes the next wait: shorter where the lease or the budget ends before. */
    public Duration takeWait(Instant now, Instant leaseEnds) {
        Duration wait = BACKOFF.waitAfter(waits++);
        Duration untilEnd = Duration.between(now, leaseEnds);
        // The end is by the host's clock: where it seems to be over, one of the two clocks is wrong.
        Duration shorter = untilEnd.isNegative() ? wait : DurationBounds.shorterOf(wait, untilEnd);
        Instant since = heldSince == null ? now : heldSince;
        Duration left = Duration.between(now, since.plus(waitFor));
        return DurationBounds.longerOf(SHORTEST, DurationBounds.shorterOf(shorter, left));
    }
}

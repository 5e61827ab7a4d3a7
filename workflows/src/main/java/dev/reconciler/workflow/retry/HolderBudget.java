package dev.reconciler.workflow.retry;

import dev.reconciler.retry.ExponentialBackoff;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a pass waits for who holds the repository by this program's own rules, an application with its lease or another
 * run at work, from the first refusal on.
 *
 * <p>A lease may be released long before its end, and the application gets no other one until the move was done: so a pass
 * looks again soon, and later at least as often as the note that its move waits has to be renewed.
 */
public final class HolderBudget {
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(250), Duration.ofSeconds(30));
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Duration waitFor;
    private @Nullable Instant heldSince;
    private int waits;

    /**
     * @param retryFor the budget for the remote, which holds here too
     * @param heldSince when a holder was first in the way, where the pass goes on in another run; null where none was
     */
    public HolderBudget(Duration retryFor, @Nullable Instant heldSince) {
        this.waitFor = retryFor;
        this.heldSince = heldSince;
    }

    /** When a holder was first in the way; null where none was. */
    public @Nullable Instant heldSince() {
        return heldSince;
    }

    /** Whether the pass has waited for all its time; the first call begins the time. */
    public boolean isExhausted(Instant now) {
        heldSince = heldSince == null ? now : heldSince;
        return !now.isBefore(heldSince.plus(waitFor));
    }

    /**
     * Takes the next wait: shorter where the hold or the budget ends before.
     *
     * @param holdEnds when the lease ends, or the other run is to be looked after
     */
    public Duration takeWait(Instant now, Instant holdEnds) {
        Duration wait = BACKOFF.waitAfter(waits++);
        Duration untilEnd = Duration.between(now, holdEnds);
        // The end is by the host's clock: where it seems to be over, one of the two clocks is wrong.
        Duration shorter = untilEnd.isNegative() ? wait : DurationBounds.shorterOf(wait, untilEnd);
        Instant since = heldSince == null ? now : heldSince;
        Duration left = Duration.between(now, since.plus(waitFor));
        return DurationBounds.longerOf(SHORTEST, DurationBounds.shorterOf(shorter, left));
    }
}

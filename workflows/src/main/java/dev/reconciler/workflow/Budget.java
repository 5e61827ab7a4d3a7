package dev.reconciler.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** How long a pass may go on trying: from its first attempt, whatever asks for another pass meanwhile. */
final class Budget {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final double JITTER = 0.2;
    private static final int DOUBLINGS = 9;

    /** An attempt at the end of the budget still gets this long. */
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(2);

    /** No single attempt takes longer, a first clone included: a remote that drips is cut and asked again. */
    private static final Duration LONGEST_LIMIT = Duration.ofHours(2);

    /** An attempt that was cut at the deadline has come back by then. */
    private static final Duration CUT_BY = Duration.ofSeconds(4);

    private static final Duration BUSY_FOR = Duration.ofSeconds(10);
    private static final Duration FIRST_BUSY_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_BUSY_WAIT = Duration.ofSeconds(2);

    private final Instant start;
    private final Instant deadline;
    private int waits;
    private final Duration busyFor;
    private @Nullable Instant busySince;
    private int busyWaits;

    Budget(Instant start, Duration retryFor, int waits) {
        this.start = start;
        this.deadline = start.plus(retryFor);
        this.busyFor = shorter(BUSY_FOR, retryFor);
        this.waits = waits;
    }

    Instant start() {
        return start;
    }

    int waits() {
        return waits;
    }

    /** How long an attempt that begins now may take. */
    Duration limit(Instant now) {
        Duration left = Duration.between(now, deadline);
        return shorter(longer(left, SHORTEST_LIMIT), LONGEST_LIMIT);
    }

    /**
     * Whether an attempt that failed now was the last one: it began at the deadline or later, or was cut there. One that
     * comes back long after the deadline was on a host that slept, and is made once more.
     */
    boolean over(Instant began, Instant now) {
        if (now.isBefore(deadline)) {
            return false;
        }
        return !began.isBefore(deadline) || !now.isAfter(deadline.plus(CUT_BY));
    }

    /** How long to wait for the remote this time; never beyond the deadline. */
    Duration nextWait(Instant now, Random random) {
        Duration doubled = doubled(FIRST_WAIT, waits++, LONGEST_WAIT);
        Duration left = longer(Duration.between(now, deadline), Duration.ZERO);
        return shorter(jittered(doubled, random), left);
    }

    /** Whether a repository that is busy has had all its time. */
    boolean busyForTooLong(Instant now) {
        busySince = busySince == null ? now : busySince;
        return !now.isBefore(busySince.plus(busyFor));
    }

    /** How long to wait for a busy repository this time. */
    Duration nextBusyWait() {
        return doubled(FIRST_BUSY_WAIT, busyWaits++, LONGEST_BUSY_WAIT);
    }

    static Duration jittered(Duration wait, Random random) {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }

    static Duration doubled(Duration first, int times, Duration ceiling) {
        return shorter(first.multipliedBy(1L << Math.min(times, DOUBLINGS)), ceiling);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}

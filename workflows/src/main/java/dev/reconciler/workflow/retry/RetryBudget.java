package dev.reconciler.workflow.retry;

import dev.reconciler.retry.ExponentialBackoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * How long a pass goes on trying to reach the remote.
 *
 * <p>The budget is counted from the pass's first attempt. A trigger that ends a wait early does not make it longer. What
 * went by without trying, on the disk or waiting for a turn among many, does not count.
 */
public final class RetryBudget {
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** An attempt at the end of the budget still gets this long. */
    private static final Duration SHORTEST_ATTEMPT = Duration.ofSeconds(2);

    /** No single attempt takes longer, a first clone included: a remote that drips is cut off and asked again. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofHours(2);

    /** An attempt that was cut off at the deadline has come back by then. */
    private static final Duration CUT_OFF_BY = Duration.ofSeconds(4);

    /** A wait that the remote asked for becomes longer by at most one part of so many, and at most by this. */
    private static final int MOST_MORE = 10;

    private static final Duration LONGEST_MORE = Duration.ofSeconds(10);

    private final Instant start;
    private final Duration retryFor;
    private Duration notTried;
    private int waits;

    /**
     * @param start when the pass's first attempt began
     * @param retryFor how long the pass goes on trying from there
     * @param waits how often the pass has waited already, where it goes on in another run
     * @param notTried how long of its time the pass did not try, where it goes on in another run
     */
    public RetryBudget(Instant start, Duration retryFor, int waits, Duration notTried) {
        this.start = start;
        this.retryFor = retryFor;
        this.waits = waits;
        this.notTried = notTried;
    }

    /** When the pass's first attempt began. */
    public Instant start() {
        return start;
    }

    /** How often the pass has waited for the remote. */
    public int waits() {
        return waits;
    }

    /** How long the pass did not try: this makes its time longer. */
    public Duration notTried() {
        return notTried;
    }

    /** Makes the time longer by what went by without trying: on the disk, or waiting for a turn among many. */
    public void addNotTried(Duration more) {
        notTried = notTried.plus(more);
    }

    private Instant deadline() {
        return start.plus(retryFor).plus(notTried);
    }

    /**
     * How long an attempt that begins at {@code now} may take: the time that is left, within two bounds.
     *
     * @param alsoNotTried how long the pass did not try besides what was {@linkplain #addNotTried added}
     */
    public Duration limitAttempt(Instant now, Duration alsoNotTried) {
        Duration left = Duration.between(now, deadline().plus(alsoNotTried));
        return DurationBounds.shorterOf(DurationBounds.longerOf(left, SHORTEST_ATTEMPT), LONGEST_ATTEMPT);
    }

    /**
     * Whether an attempt that failed was the pass's last one.
     *
     * <p>An attempt that fails before the deadline is never the last. One that began at the deadline or later is. One
     * that began before the deadline and came back after it was either cut off there, which shows within {@link
     * #CUT_OFF_BY}, and is the last; or it was on a host that slept, comes back later, and is made once more.
     */
    public boolean isExhausted(Instant attemptBegan, Instant failed) {
        if (failed.isBefore(deadline())) {
            return false;
        }
        return !attemptBegan.isBefore(deadline()) || !failed.isAfter(deadline().plus(CUT_OFF_BY));
    }

    /** Takes the next wait for the remote from the budget; the wait never ends after the deadline. */
    public Duration takeWait(Instant now, Random random) {
        Duration left = DurationBounds.longerOf(Duration.between(now, deadline()), Duration.ZERO);
        return DurationBounds.shorterOf(BACKOFF.jitteredWaitAfter(waits++, random), left);
    }

    /** Whether a wait of that length would end before the budget is over. */
    public boolean hasTimeFor(Duration wait, Instant now) {
        return now.plus(wait).isBefore(deadline());
    }

    /**
     * Takes the wait that the remote asked for, and a little more: the repositories of a host must not come back to it at
     * the same moment.
     *
     * @param told for which there {@linkplain #hasTimeFor is time}
     */
    public Duration takeToldWait(Duration told, Instant now, Random random) {
        waits++;
        long most = DurationBounds.shorterOf(told.dividedBy(MOST_MORE), LONGEST_MORE)
                .toMillis();
        Duration longer = told.plusMillis(random.nextLong(most + 1));
        return DurationBounds.shorterOf(longer, DurationBounds.longerOf(told, Duration.between(now, deadline())));
    }
}

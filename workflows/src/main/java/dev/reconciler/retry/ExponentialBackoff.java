package dev.reconciler.retry;

import java.time.Duration;
import java.util.Random;

/**
 * Waits that double from one to the next, up to a ceiling.
 *
 * @param first the first wait
 * @param ceiling no wait is longer
 */
public record ExponentialBackoff(Duration first, Duration ceiling) {
    /** A wait is made shorter or longer by up to this share, so that many runs do not come back at the same moment. */
    private static final double JITTER = 0.2;

    /** 512 times the first wait is beyond every ceiling; more doublings would overflow after a long run. */
    private static final int MOST_DOUBLINGS = 9;

    /** The wait that follows {@code earlierWaits} others. */
    public Duration waitAfter(int earlierWaits) {
        Duration wait = first.multipliedBy(1L << Math.min(earlierWaits, MOST_DOUBLINGS));
        return wait.compareTo(ceiling) <= 0 ? wait : ceiling;
    }

    /** The same wait, made shorter or longer at random; it may exceed the ceiling by the share of the jitter. */
    public Duration jitteredWaitAfter(int earlierWaits, Random random) {
        // nextDouble is from 0 to 1, so the factor is from 0.8 to 1.2.
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.round(waitAfter(earlierWaits).toMillis() * factor));
    }

    /** The same wait with equal jitter: half of it, and a random part of the other half. Never longer than the wait. */
    public Duration equalJitterWaitAfter(int earlierWaits, Random random) {
        long half = waitAfter(earlierWaits).toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half));
    }
}

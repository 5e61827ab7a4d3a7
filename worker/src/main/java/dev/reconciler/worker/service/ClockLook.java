package dev.reconciler.worker.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Looks whether the clock of the host was set back, as a time service does where it was ahead at the boot: held against
 * the clock of this process, which only runs on.
 */
final class ClockLook {
    /** A wait may be longer by less; and a busy machine does something else between looks at the two clocks. */
    private static final Duration NOTABLE = Duration.ofSeconds(2);

    private final InstantSource clock;
    private Instant last;
    private long lastNanos;

    ClockLook(InstantSource clock) {
        this.clock = clock;
        this.last = clock.instant();
        this.lastNanos = System.nanoTime();
    }

    /** Whether it was set back since the last look. */
    boolean wasSetBack() {
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        Instant expected = last.plusNanos(nanos - lastNanos);
        last = now;
        lastNanos = nanos;
        return now.plus(NOTABLE).isBefore(expected);
    }
}

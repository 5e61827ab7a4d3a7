package dev.reconciler.worker.metrics;

import java.time.Duration;

/** The bounds between which durations are counted: few, since each is a series of its own for each set of labels. */
final class DurationBuckets {
    /** From a look that finds both sides equal to an outage of a day. */
    static final Duration[] OF_PASSES = {
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofDays(1),
    };

    /** From a step on the disk to a push of all that there is. */
    static final Duration[] OF_STEPS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
    };

    /** What Temporal's SDK measures, between a call of a millisecond and a run of hours. */
    static final Duration[] OF_TEMPORAL = {
        Duration.ofMillis(5),
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
    };

    private DurationBuckets() {}
}

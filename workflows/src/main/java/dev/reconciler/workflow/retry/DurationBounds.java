package dev.reconciler.workflow.retry;

import java.time.Duration;

/** The shorter and the longer of two durations. */
final class DurationBounds {
    private DurationBounds() {}

    static Duration shorterOf(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    static Duration longerOf(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}

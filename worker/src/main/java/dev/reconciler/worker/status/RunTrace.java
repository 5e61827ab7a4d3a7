package dev.reconciler.worker.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run did step by step, as Temporal remembers it.
 *
 * @param closedAt when it ended; now where it has not
 * @param steps in their order; of many, the last ones
 */
public record RunTrace(String runId, Instant startedAt, Instant closedAt, List<StepTrace> steps) {
    /** A run tells its outcome before its end, and is heard of after it. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    public RunTrace {
        steps = List.copyOf(steps);
    }

    /** Whether an outcome that was heard of at that time is one of this run. */
    public boolean covers(Instant heard) {
        return !heard.isBefore(startedAt) && !heard.isAfter(closedAt.plus(SLACK));
    }
}

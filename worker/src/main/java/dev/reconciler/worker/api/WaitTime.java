package dev.reconciler.worker.api;

import dev.reconciler.worker.config.DurationFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The parameter {@code wait} of a request: how long the caller waits for what comes of it. */
public final class WaitTime {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private WaitTime() {}

    /**
     * Reads the parameter.
     *
     * @param text null where the request has none
     * @return zero where the caller does not wait
     * @throws RequestProblemException if it is no duration, or too long (400)
     */
    public static Duration parse(@Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            Duration wait = DurationFormat.parse(text);
            if (wait.compareTo(LONGEST) <= 0) {
                return wait;
            }
            throw new RequestProblemException(400, "wait: '" + text + "' (expected: at most 60s)");
        } catch (IllegalArgumentException wrong) {
            throw new RequestProblemException(400, "wait: " + wrong.getMessage());
        }
    }
}

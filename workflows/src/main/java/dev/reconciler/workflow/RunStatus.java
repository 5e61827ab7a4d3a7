package dev.reconciler.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run is doing now.
 *
 * @param since when the run started
 * @param step the activity under way, or {@code waiting}
 * @param attempt one, and the failed remote attempts so far
 * @param nextAttemptAt when the wait ends by itself; null where it is not waiting
 * @param lastError why the last attempt of the pass under way failed; null where none did
 */
public record RunStatus(
        Instant since,
        String step,
        int attempt,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError) {}

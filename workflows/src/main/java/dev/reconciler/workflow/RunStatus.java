package dev.reconciler.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run is doing now. Programs of other versions read it: the names of its components are JSON names.
 *
 * @param since when the run started
 * @param step the activity under way, or {@code waiting}; the outcome at the end of the run
 * @param attempt one, and the failed remote attempts so far
 * @param nextAttemptAt when the wait ends by itself; null where the run is not waiting
 * @param lastError why the last attempt of the pass under way failed; null where no attempt failed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunStatus(
        Instant since,
        String step,
        int attempt,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError) {}

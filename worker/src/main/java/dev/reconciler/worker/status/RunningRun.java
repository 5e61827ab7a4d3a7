package dev.reconciler.worker.status;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that has not ended.
 *
 * @param since when it started
 * @param step what it is doing: an activity, {@code waiting} to try again, or {@link #WAITING_FOR_WORKER}
 * @param attempt one, and the failed remote attempts so far
 * @param nextAttemptAt when it tries again by itself; null where it is not waiting for that
 * @param lastError why the last attempt failed; null where none did
 */
public record RunningRun(
        String workflowId,
        String runId,
        @JsonSerialize(using = ToStringSerializer.class) Instant since,
        String step,
        int attempt,

        @JsonSerialize(using = ToStringSerializer.class) @Nullable
        Instant nextAttemptAt,

        @Nullable String lastError) {

    /** The step of a run that nobody works on: the worker of its host is down, or no worker is there at all. */
    public static final String WAITING_FOR_WORKER = "waiting for a worker";

    public RepositoryState state() {
        return lastError == null ? RepositoryState.RUNNING : RepositoryState.RETRYING;
    }
}

package dev.reconciler.worker.status;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that has not ended.
 *
 * @param since the time at which the run started
 * @param step the name of an activity, {@code waiting} while the run waits to try again, or {@link #WAITING_FOR_WORKER}
 * @param attempt the number of the current attempt to reach the remote: one more than the attempts that failed
 * @param nextAttemptAt the time at which the run tries again by itself; null where the run does not wait for that
 * @param lastError the error of the last attempt; null where no attempt failed
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

    /** The step of a run that no worker works on: the worker of its host is down, or no worker runs at all. */
    public static final String WAITING_FOR_WORKER = "waiting for a worker or a turn";

    /** The state of the repository while this run is under way. */
    public RepositoryState state() {
        return lastError == null ? RepositoryState.RUNNING : RepositoryState.RETRYING;
    }
}

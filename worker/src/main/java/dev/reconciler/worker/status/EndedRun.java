package dev.reconciler.worker.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.reconciler.model.ReconcileResult;
import java.time.Instant;

/**
 * The last run of a repository that has ended, beside the {@link RunningRun} where one is under way.
 *
 * @param result the result of the run
 * @param finishedAt the time at which the run ended
 */
public record EndedRun(
        @JsonUnwrapped ReconcileResult result,
        @JsonSerialize(using = ToStringSerializer.class) Instant finishedAt) {}

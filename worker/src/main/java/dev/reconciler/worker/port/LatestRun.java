package dev.reconciler.worker.port;

import dev.reconciler.model.ErrorType;
import org.jspecify.annotations.Nullable;

/**
 * The phase that the latest run of a repository is in, as {@link ServiceRuns#readLatestRun} reads it.
 *
 * @param state the phase as programs read it
 * @param detail the phase as people read it, with the last error where the run has one
 * @param error why the run failed; null where it did not, or where it has no outcome
 */
public record LatestRun(
        RunPhase state, String detail, @Nullable ErrorType error) {
    /** The phase of a run that has not failed. */
    public LatestRun(RunPhase state, String detail) {
        this(state, detail, null);
    }

    /** The phases of a run, as far as a caller that waits for its outcome has to tell them apart. */
    public enum RunPhase {
        /** Temporal knows no run of the repository. */
        ABSENT,
        /** The run has an outcome. */
        OVER,
        /** A step of the run is under way, or is about to be. */
        WORKING,
        /** The last attempt failed, and the run waits to try again. */
        RETRYING,
        /** No worker of the run's host has taken the next step. */
        WAITING_FOR_HOST
    }
}

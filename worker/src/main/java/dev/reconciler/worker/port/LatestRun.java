package dev.reconciler.worker.port;

/**
 * What the latest run of a repository is doing.
 *
 * @param detail the same for people, with the last error where there is one
 */
public record LatestRun(RunPhase state, String detail) {

    /** As far as it matters to who waits for an outcome. */
    public enum RunPhase {
        /** There is none. */
        ABSENT,
        /** It has an outcome. */
        OVER,
        WORKING,
        /** It waits to try again. */
        RETRYING,
        /** Its host has no worker that takes the next step. */
        WAITING_FOR_HOST
    }
}

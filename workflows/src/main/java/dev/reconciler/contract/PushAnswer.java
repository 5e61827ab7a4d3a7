package dev.reconciler.contract;

/**
 * How a push went.
 *
 * @param failedAttempts the remote attempts that failed before the one that was answered
 */
public record PushAnswer(PushStatus status, int failedAttempts) {

    /** Whether the remote holds the commit. */
    public enum PushStatus {
        DONE,
        /** The remote branch was no longer where it was expected; nothing was changed. */
        MOVED
    }
}

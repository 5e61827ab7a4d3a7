package dev.reconciler.contract;

import dev.reconciler.model.ErrorType;

/**
 * The types of the failures that activities end with, sorted by who must act.
 *
 * <p>{@link #REMOTE_UNAVAILABLE}, {@link #REPOSITORY_BUSY} and {@link #DISK_ERROR}: the workflow waits and tries again. Every other
 * {@link ErrorType}: a person, at once. Each has {@link FailureDetails}.
 */
public final class FailureTypes {
    /** The remote could not be reached, or did not answer in time, or was overloaded. */
    public static final String REMOTE_UNAVAILABLE = "RemoteUnavailable";

    /** Another program holds a lock, or a person is in the middle of a merge or rebase. */
    public static final String REPOSITORY_BUSY = ErrorType.REPOSITORY_BUSY.wire();

    /** The disk of the host refuses: it may be over in a moment. */
    public static final String DISK_ERROR = ErrorType.DISK_ERROR.wire();

    private FailureTypes() {}
}

package dev.reconciler.contract;

import dev.reconciler.model.ErrorType;

/**
 * The types of the failures that activities end with, sorted by who must act.
 *
 * <p>{@link #REMOTE_UNAVAILABLE} and {@link #REPOSITORY_BUSY}: the workflow waits and tries again. Every other
 * {@link ErrorType}: a person, at once. Each has {@link FailureDetails}.
 */
public final class FailureTypes {
    /** The remote could not be reached, or did not answer in time, or was overloaded. */
    public static final String REMOTE_UNAVAILABLE = "RemoteUnavailable";

    /** Another program holds a lock, or a person is in the middle of a merge or rebase. */
    public static final String REPOSITORY_BUSY = ErrorType.REPOSITORY_BUSY.wire();

    private FailureTypes() {}
}

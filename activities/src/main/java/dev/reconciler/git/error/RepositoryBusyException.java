package dev.reconciler.git.error;

/**
 * No person must act at first: another process holds a lock, or the application or a person is in the middle of a merge
 * or rebase. The run waits for seconds.
 */
public final class RepositoryBusyException extends GitException {
    private static final long serialVersionUID = 1L;

    /** @param message names the lock or the operation, and its age */
    public RepositoryBusyException(String message) {
        super(message);
    }
}

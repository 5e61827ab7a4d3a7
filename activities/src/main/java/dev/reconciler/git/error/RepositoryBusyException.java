package dev.reconciler.git.error;

/** Nobody must act at first: somebody else holds a lock, or is in the middle of a merge or rebase. */
public final class RepositoryBusyException extends GitException {
    private static final long serialVersionUID = 1L;

    /** @param message names the lock or the operation, and its age */
    public RepositoryBusyException(String message) {
        super(message);
    }
}

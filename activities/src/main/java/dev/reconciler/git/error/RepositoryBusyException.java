package dev.reconciler.git.error;

/**
 * No person must act at first: another process holds a lock, or the application or a person is in the middle of a merge
 * or rebase. The run waits for seconds; for another run of this program, as long as it waits for a remote.
 */
public final class RepositoryBusyException extends GitException {
    private static final long serialVersionUID = 1L;

    private final boolean isHeldByRun;

    /** @param message names the lock or the operation, and its age */
    public RepositoryBusyException(String message) {
        this(message, false);
    }

    private RepositoryBusyException(String message, boolean isHeldByRun) {
        super(message);
        this.isHeldByRun = isHeldByRun;
    }

    /**
     * Of a repository that another run of this program holds, of another branch or another path of it. That run is alive,
     * and gives it back by itself.
     */
    public static RepositoryBusyException heldByRun(String message) {
        return new RepositoryBusyException(message, true);
    }

    /** Whether another run of this program holds the repository. */
    public boolean isHeldByRun() {
        return isHeldByRun;
    }
}

package dev.reconciler.git.error;

import org.jspecify.annotations.Nullable;

/**
 * What git could not do, sorted by who must act.
 *
 * <p>The five kinds are all that a run knows how to handle. Any other exception that leaves {@code git} is a defect of
 * this program.
 */
public abstract sealed class GitException extends RuntimeException
        permits RemoteUnavailableException,
                RepositoryBusyException,
                LeaseHeldException,
                DiskErrorException,
                RefusedException {
    private static final long serialVersionUID = 1L;

    GitException(String message) {
        super(message);
    }

    GitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.reconciler.git.error;

/** What git could not do, sorted by who must act. Whatever is thrown that is none of these is a defect of ours. */
public abstract sealed class GitException extends RuntimeException
        permits RemoteUnavailableException, RepositoryBusyException, RefusedException {
    private static final long serialVersionUID = 1L;

    GitException(String message) {
        super(message);
    }

    GitException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.reconciler.git.error;

import dev.reconciler.model.ErrorType;

/** A person must act: another attempt would change nothing. {@link #type} says which kind of help the run needs. */
public final class RefusedException extends GitException {
    private static final long serialVersionUID = 1L;
    private final ErrorType type;

    /** @param message what was found and what to do, free of secrets */
    public RefusedException(ErrorType type, String message) {
        super(message);
        this.type = type;
    }

    /** @param message what was found and what to do, free of secrets */
    public RefusedException(ErrorType type, String message, Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    /** The kind of help that the run needs. */
    public ErrorType type() {
        return type;
    }
}

package dev.reconciler.git.error;

import dev.reconciler.model.ErrorType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person must act: another attempt would change nothing. {@link #type} says which kind of help the run needs. */
public final class RefusedException extends GitException {
    private static final long serialVersionUID = 1L;
    private final ErrorType type;
    private final @Nullable String reason;

    /** @param message what was found and what to do, free of secrets */
    public RefusedException(ErrorType type, String message) {
        super(message);
        this.type = type;
        this.reason = null;
    }

    /** @param message what was found and what to do, free of secrets */
    public RefusedException(ErrorType type, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
        this.reason = null;
    }

    /**
     * A refusal of the remote that is understood.
     *
     * @param message what was said and what to do, free of secrets
     * @param reason the word that results show for it
     */
    public RefusedException(ErrorType type, String message, String reason, @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
        this.reason = reason;
    }

    /** The kind of help that the run needs. */
    public ErrorType type() {
        return type;
    }

    /** Why the remote refuses, in one word; empty where that is not known, or the remote does not refuse. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}

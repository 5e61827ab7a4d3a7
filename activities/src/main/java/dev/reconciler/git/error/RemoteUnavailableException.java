package dev.reconciler.git.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No person must act: the remote, the network or the room on the disk may be back in a while, and the run waits. */
public final class RemoteUnavailableException extends GitException {
    private static final long serialVersionUID = 1L;
    private final @Nullable Duration retryAfter;

    /** @param message free of secrets */
    public RemoteUnavailableException(String message) {
        super(message);
        this.retryAfter = null;
    }

    /** @param message free of secrets */
    public RemoteUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = null;
    }

    /**
     * A remote that says when it may be asked again.
     *
     * @param message free of secrets
     * @param retryAfter the time until then
     */
    public RemoteUnavailableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** How long the remote wants to be left alone; empty where it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

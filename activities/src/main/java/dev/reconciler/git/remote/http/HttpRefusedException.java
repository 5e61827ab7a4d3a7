package dev.reconciler.git.remote.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server answered a request of git's protocol with a status that ends it. Unchecked, because the library tries other
 * logins after any {@link java.io.IOException}. Whoever talks to the remote sorts it by who must act.
 */
public final class HttpRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean isPush;
    private final @Nullable Duration retryAfter;

    HttpRefusedException(int status, String words, boolean isPush, @Nullable Duration retryAfter) {
        super(words);
        this.status = status;
        this.isPush = isPush;
        this.retryAfter = retryAfter;
    }

    /** The status, 400 and more. */
    public int status() {
        return status;
    }

    /** Whether something was to be pushed. */
    public boolean isPush() {
        return isPush;
    }

    /** How long the server wants to be left alone; empty where it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The status with its text, and the beginning of what the server says beside it. */
    public String words() {
        return String.valueOf(getMessage());
    }
}

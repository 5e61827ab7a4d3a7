package dev.reconciler.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker refused a request: its problem details (RFC 9457). An {@link IOException} that is none of these means that
 * the worker could not be reached, or that its answer did not come in time.
 */
public final class ReconcilerProblemException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;
    private final @Nullable Duration retryAfter;

    ReconcilerProblemException(int status, String detail, @Nullable Duration retryAfter) {
        super(status + ": " + detail);
        this.status = status;
        this.detail = detail;
        this.retryAfter = retryAfter;
    }

    /** The status of HTTP: 400, 401, 403, 404, 409, 413 or 503, and 500 for a defect of the worker. */
    public int status() {
        return status;
    }

    /** What is wrong, and what to do about it. */
    public String detail() {
        return detail;
    }

    /** After which time the same request may be sent again; empty where waiting does not help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

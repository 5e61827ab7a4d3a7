package dev.reconciler.worker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.BoundedText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request is refused, or can't be served now. The caller is told the {@link #details}. */
public final class RequestProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient @Nullable Duration retryAfter;

    private RequestProblemException(int status, String detail, @Nullable Duration retryAfter) {
        super(BoundedText.bound(SecretScrubber.none().scrub(detail)));
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** @param detail what is wrong and what to do, free of secrets */
    public RequestProblemException(int status, String detail) {
        this(status, detail, null);
    }

    /** A request that may be sent again after a while. */
    public static RequestProblemException unavailable(String detail, Duration retryAfter) {
        return new RequestProblemException(503, detail, retryAfter);
    }

    /** When the caller may ask again; empty where waiting does not help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the caller is told. */
    public ProblemDetails details() {
        return ProblemDetails.of(status, String.valueOf(getMessage()));
    }

    /**
     * The problem details of RFC 9457. The type is {@code about:blank}: the status says what kind of problem it is.
     *
     * @param title the name of the status
     * @param detail what is wrong in this request, and what to do
     */
    @JsonPropertyOrder({"type", "title", "status", "detail"})
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record ProblemDetails(String type, String title, int status, String detail) {
        /** The details of a status. */
        public static ProblemDetails of(int status, String detail) {
            return new ProblemDetails("about:blank", nameOf(status), status, detail);
        }

        private static String nameOf(int status) {
            return switch (status) {
                case 400 -> "Bad Request";
                case 401 -> "Unauthorized";
                case 403 -> "Forbidden";
                case 404 -> "Not Found";
                case 405 -> "Method Not Allowed";
                case 408 -> "Request Timeout";
                case 409 -> "Conflict";
                case 413 -> "Content Too Large";
                case 503 -> "Service Unavailable";
                default -> status < 500 ? "Request Refused" : "Internal Server Error";
            };
        }
    }
}

package dev.reconciler.worker.port;

/** The Temporal service does not answer, does not let this program in, or answers what nobody foresaw: ask again later. */
public final class TemporalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isOfAll;

    /**
     * Whatever is asked for now fails so.
     *
     * @param message the service, its answer and the remedy, free of secrets
     */
    public TemporalUnavailableException(String message, Throwable cause) {
        this(message, cause, true);
    }

    private TemporalUnavailableException(String message, Throwable cause, boolean isOfAll) {
        super(message, cause);
        this.isOfAll = isOfAll;
    }

    /** What was asked for failed so; something else need not. The message is of the same kind. */
    public static TemporalUnavailableException ofOne(String message, Throwable cause) {
        return new TemporalUnavailableException(message, cause, false);
    }

    /** Whether the service is away from everybody, and not only from what was asked for. */
    public boolean isOfAll() {
        return isOfAll;
    }
}

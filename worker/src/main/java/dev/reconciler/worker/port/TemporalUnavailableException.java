package dev.reconciler.worker.port;

/** The Temporal service does not answer, or does not let this program in. */
public final class TemporalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message the service, its answer and the remedy, free of secrets */
    public TemporalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

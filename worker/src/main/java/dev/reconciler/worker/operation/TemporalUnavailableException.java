package dev.reconciler.worker.operation;

/** The Temporal service can't be reached, or does not answer. */
public final class TemporalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was tried and what to do, free of secrets */
    public TemporalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

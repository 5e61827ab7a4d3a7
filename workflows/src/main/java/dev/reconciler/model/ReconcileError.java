package dev.reconciler.model;

/**
 * Why a run failed.
 *
 * @param message what was found, what was expected, and what to do; free of secrets
 */
public record ReconcileError(ErrorType type, String message) {
    /** Keeps so much of the message as Temporal takes. */
    public ReconcileError {
        message = BoundedText.bound(message);
    }
}

package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed.
 *
 * @param message what was found, what was expected, and what to do; free of secrets
 * @param reason why the remote refuses, in one word; null where that is not known, or the remote does not refuse
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReconcileError(
        ErrorType type,
        String message,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {
    /** Keeps so much of the message as Temporal takes. */
    @JsonCreator
    public ReconcileError {
        message = BoundedText.bound(message);
    }

    /** An error without a reason. */
    public ReconcileError(ErrorType type, String message) {
        this(type, message, null);
    }
}

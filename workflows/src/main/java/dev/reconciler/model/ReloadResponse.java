package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What the application answered when it was told of a move.
 *
 * @param status the status of HTTP
 * @param body at most {@link BoundedText#LIMIT} bytes of it
 */
@JsonPropertyOrder({"status", "body"})
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReloadResponse(int status, String body) {
    /** Keeps so much of the body as Temporal takes. */
    public ReloadResponse {
        body = BoundedText.bound(body);
    }
}

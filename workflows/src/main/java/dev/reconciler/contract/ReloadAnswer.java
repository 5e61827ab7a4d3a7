package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.BoundedText;
import dev.reconciler.model.ReloadResponse;
import org.jspecify.annotations.Nullable;

/**
 * How the call to the application went; one that failed is owed still, and made by the next run.
 *
 * @param detail why the application could not be told; empty where it answered
 * @param response what the application answered last; null where nothing came
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReloadAnswer(
        boolean answered,
        String detail,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ReloadResponse response) {
    /** Keeps so much of the detail as Temporal takes. */
    public ReloadAnswer {
        detail = BoundedText.bound(detail);
    }
}

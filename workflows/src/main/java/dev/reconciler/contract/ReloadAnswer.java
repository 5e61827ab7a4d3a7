package dev.reconciler.contract;

import dev.reconciler.model.BoundedText;

/**
 * How the call to the application went; one that failed is owed still, and made by the next run.
 *
 * @param detail why the application could not be told; empty where it answered
 */
public record ReloadAnswer(boolean answered, String detail) {
    /** Keeps so much of the detail as Temporal takes. */
    public ReloadAnswer {
        detail = BoundedText.bound(detail);
    }
}

package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.BoundedText;
import dev.reconciler.model.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * How a replay went.
 *
 * @param tip the last replayed commit, or the commit replayed onto where nothing was left; null on a conflict
 * @param replayed the number of commits written
 * @param keepOriginal whether local has something that the replay can't carry, such as a merge's own resolution
 * @param detail on a conflict, which commit and paths; empty otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplayAnswer(
        ReplayStatus status, @Nullable CommitId tip, int replayed, boolean keepOriginal, String detail) {
    /** Keeps so much of the detail as Temporal takes. */
    public ReplayAnswer {
        detail = BoundedText.bound(detail);
    }

    /** Whether the commits replay. */
    public enum ReplayStatus {
        REPLAYED,
        CONFLICT
    }
}

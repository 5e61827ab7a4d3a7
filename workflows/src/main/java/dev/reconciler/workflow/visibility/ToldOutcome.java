package dev.reconciler.workflow.visibility;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.ReconcileResult;
import java.time.Instant;
import java.util.Map;

/**
 * What the memo of an open run says once the run has told a result. Programs of other versions read it: the names of
 * its components are JSON names.
 *
 * @param result as it was told
 * @param at when it was told
 * @param isLast whether the run only lingers since then, and has begun no other pass
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToldOutcome(ReconcileResult result, Instant at, boolean isLast) {
    /** The memo that holds it. */
    public static final String MEMO = "told";

    /** The same outcome, once another pass has begun. */
    public ToldOutcome followedByAnother() {
        return new ToldOutcome(result, at, false);
    }

    /** The change of the memo that tells it. */
    public Map<String, Object> toMemo() {
        return Map.of(MEMO, this);
    }
}

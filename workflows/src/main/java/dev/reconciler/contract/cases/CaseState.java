package dev.reconciler.contract.cases;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a conflict waits for a person. */
public enum CaseState {
    /** Somebody has to decide. */
    OPEN,
    /** The remote's branch holds what the conflict branch would bring, be it as other commits. */
    MERGED,
    /** The conflict branch is gone, and the remote's branch does not hold what it would have brought. */
    DELETED;

    @JsonCreator
    static CaseState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The word in JSON. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

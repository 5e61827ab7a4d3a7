package dev.reconciler.contract.conflict;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A conflict branch that is not on the remote any more.
 *
 * @param keptRef the ref that keeps its commit; null where none was asked for
 * @param failedAttempts the remote attempts that failed before the one that was answered
 * @param waited how long the activity waited for its turn on the host, which is not trying; null where it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SettleAnswer(
        @Nullable String keptRef,
        int failedAttempts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration waited) {

    @JsonCreator
    public SettleAnswer {}

    /** Of an activity that had its turn at once. */
    public SettleAnswer(@Nullable String keptRef) {
        this(keptRef, 0, null);
    }

    /** The same, after so many failed attempts and such a wait for a turn. */
    public SettleAnswer after(int failed, Duration turn) {
        return new SettleAnswer(keptRef, failed, turn.isZero() ? null : turn);
    }
}

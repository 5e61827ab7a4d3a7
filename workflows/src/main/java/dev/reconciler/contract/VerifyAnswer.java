package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the remote holds what was preserved.
 *
 * @param failedAttempts the remote attempts that failed before the one that was answered
 * @param waited how long the activity waited for its turn on the host, which is not trying; null where it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VerifyAnswer(
        boolean held,
        int failedAttempts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration waited) {

    @JsonCreator
    public VerifyAnswer {}

    /** Of an activity that had its turn at once. */
    public VerifyAnswer(boolean held, int failedAttempts) {
        this(held, failedAttempts, null);
    }

    /** The same, of an activity that waited so long for its turn. */
    public VerifyAnswer withWaited(Duration turn) {
        return new VerifyAnswer(held, failedAttempts, turn.isZero() ? null : turn);
    }
}

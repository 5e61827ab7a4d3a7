package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the commits are on the remote.
 *
 * @param failedAttempts the remote attempts that failed before the one that was answered
 * @param waited how long the activity waited for its turn on the host, which is not trying; null where it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PreserveAnswer(
        PreservedConflict preserved,
        int failedAttempts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration waited) {

    @JsonCreator
    public PreserveAnswer {}

    /** Of an activity that had its turn at once. */
    public PreserveAnswer(PreservedConflict preserved, int failedAttempts) {
        this(preserved, failedAttempts, null);
    }

    /** The same, of an activity that waited so long for its turn. */
    public PreserveAnswer withWaited(Duration turn) {
        return new PreserveAnswer(preserved, failedAttempts, turn.isZero() ? null : turn);
    }
}

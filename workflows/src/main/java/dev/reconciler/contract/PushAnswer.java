package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a push went.
 *
 * @param failedAttempts the remote attempts that failed before the one that was answered
 * @param waited how long the activity waited for its turn on the host, which is not trying; null where it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PushAnswer(
        PushStatus status,
        int failedAttempts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration waited) {

    @JsonCreator
    public PushAnswer {}

    /** Of an activity that had its turn at once. */
    public PushAnswer(PushStatus status, int failedAttempts) {
        this(status, failedAttempts, null);
    }

    /** The same, of an activity that waited so long for its turn. */
    public PushAnswer withWaited(Duration turn) {
        return new PushAnswer(status, failedAttempts, turn.isZero() ? null : turn);
    }

    /** Whether the remote holds the commit. */
    public enum PushStatus {
        DONE,
        /** The remote branch was no longer where it was expected; nothing was changed. */
        MOVED
    }
}

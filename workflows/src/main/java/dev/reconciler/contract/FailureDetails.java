package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.CommitId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a failed activity tells besides its type and message; the only detail of its failure.
 *
 * @param failedAttempts the remote attempts that failed
 * @param local where the local branch is; null where that can't be read
 * @param keptRef the ref that keeps what the branch held before a move that is done or under way; null where there is
 *     none
 * @param reason why the remote refuses, in one word; null where that is not known, or the remote does not refuse
 * @param retryAfter how long the remote wants to be left alone; null where it did not say
 * @param waited how long the activity waited for its turn on the host, which is not trying; null where it did not
 * @param turnQueue the task queue in which the activity gets its turn at the remote; null where it had its turn
 * @param lease for whose end the activity has to wait; null where no lease was in the way
 * @param recovered a move that was finished before the activity failed, its commits counted to where the remote was seen
 *     last; null where there was nothing to finish
 * @param reloadOwed whether the application has yet to be told of a move; told by a fetch alone
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FailureDetails(
        int failedAttempts,
        @Nullable CommitId local,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String keptRef,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration retryAfter,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration waited,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String turnQueue,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LeaseInForce lease,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecoveredMove recovered,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean reloadOwed) {

    @JsonCreator
    public FailureDetails {}

    /** Of a failure that kept nothing. */
    public FailureDetails(int failedAttempts, @Nullable CommitId local) {
        this(failedAttempts, local, null);
    }

    /** Of a failure that may have kept something. */
    public FailureDetails(int failedAttempts, @Nullable CommitId local, @Nullable String keptRef) {
        this(failedAttempts, local, keptRef, null, null, null, null, null, null, false);
    }

    /** The same, of a remote that refuses for a reason that is known. */
    public FailureDetails withReason(@Nullable String known) {
        return with(keptRef, known, retryAfter, waited, turnQueue, lease);
    }

    /** The same, of an activity after which a ref keeps what the branch held. */
    public FailureDetails withKeptRef(@Nullable String kept) {
        return with(kept, reason, retryAfter, waited, turnQueue, lease);
    }

    /** The same, of a remote that may have said when it is to be asked again. */
    public FailureDetails withRetryAfter(@Nullable Duration told) {
        return with(keptRef, reason, told, waited, turnQueue, lease);
    }

    /** The same, of an activity that waited so long for its turn. */
    public FailureDetails withWaited(Duration turn) {
        return with(keptRef, reason, retryAfter, turn.isZero() ? null : turn, turnQueue, lease);
    }

    /** The same, of an activity that has to wait for the end of that lease. */
    public FailureDetails withLease(LeaseInForce held) {
        return with(keptRef, reason, retryAfter, waited, turnQueue, held);
    }

    /** The same, of an activity that was not tried, and gets its turn in that task queue. */
    public FailureDetails withTurnQueue(@Nullable String queue) {
        return with(keptRef, reason, retryAfter, waited, queue, lease);
    }

    /** The same, of a fetch that has finished that move before it failed, and found that the application may be owed a call. */
    public FailureDetails withDone(@Nullable RecoveredMove finished, boolean owed) {
        return new FailureDetails(
                failedAttempts, local, keptRef, reason, retryAfter, waited, turnQueue, lease, finished, owed);
    }

    private FailureDetails with(
            @Nullable String kept,
            @Nullable String why,
            @Nullable Duration again,
            @Nullable Duration turn,
            @Nullable String queue,
            @Nullable LeaseInForce held) {
        return new FailureDetails(failedAttempts, local, kept, why, again, turn, queue, held, recovered, reloadOwed);
    }
}

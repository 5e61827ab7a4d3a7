package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.CommitId;
import java.time.Duration;
import java.util.function.Consumer;
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
 * @param heldByRun whether another run of this program holds the repository, which gives it back by itself
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
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean reloadOwed,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean heldByRun) {

    @JsonCreator
    public FailureDetails {}

    /** Of a failure that kept nothing. */
    public FailureDetails(int failedAttempts, @Nullable CommitId local) {
        this(failedAttempts, local, null);
    }

    /** Of a failure that may have kept something. */
    public FailureDetails(int failedAttempts, @Nullable CommitId local, @Nullable String keptRef) {
        this(failedAttempts, local, keptRef, null, null, null, null, null, null, false, false);
    }

    /** The same, of a remote that refuses for a reason that is known. */
    public FailureDetails withReason(@Nullable String known) {
        return with(each -> each.reason = known);
    }

    /** The same, of an activity after which a ref keeps what the branch held. */
    public FailureDetails withKeptRef(@Nullable String kept) {
        return with(each -> each.keptRef = kept);
    }

    /** The same, of a remote that may have said when it is to be asked again. */
    public FailureDetails withRetryAfter(@Nullable Duration told) {
        return with(each -> each.retryAfter = told);
    }

    /** The same, of an activity that waited so long for its turn. */
    public FailureDetails withWaited(Duration turn) {
        return with(each -> each.waited = turn.isZero() ? null : turn);
    }

    /** The same, of an activity that has to wait for the end of that lease. */
    public FailureDetails withLease(LeaseInForce held) {
        return with(each -> each.lease = held);
    }

    /** The same, of an activity that was not tried, and gets its turn in that task queue. */
    public FailureDetails withTurnQueue(@Nullable String queue) {
        return with(each -> each.turnQueue = queue);
    }

    /** The same, of a fetch that has finished that move before it failed, and found that the application may be owed a call. */
    public FailureDetails withDone(@Nullable RecoveredMove finished, boolean owed) {
        return with(each -> {
            each.recovered = finished;
            each.reloadOwed = owed;
        });
    }

    /** The same, of an activity that may have found another run at work in the repository. */
    public FailureDetails withHeldByRun(boolean held) {
        return with(each -> each.heldByRun = held);
    }

    private FailureDetails with(Consumer<DetailsBuilder> change) {
        DetailsBuilder builder = new DetailsBuilder(this);
        change.accept(builder);
        return builder.build();
    }

    /** Names the parts, of which several have one type. */
    private static final class DetailsBuilder {
        private final int failedAttempts;
        private final @Nullable CommitId local;
        private @Nullable String keptRef;
        private @Nullable String reason;
        private @Nullable Duration retryAfter;
        private @Nullable Duration waited;
        private @Nullable String turnQueue;
        private @Nullable LeaseInForce lease;
        private @Nullable RecoveredMove recovered;
        private boolean reloadOwed;
        private boolean heldByRun;

        DetailsBuilder(FailureDetails details) {
            failedAttempts = details.failedAttempts;
            local = details.local;
            keptRef = details.keptRef;
            reason = details.reason;
            retryAfter = details.retryAfter;
            waited = details.waited;
            turnQueue = details.turnQueue;
            lease = details.lease;
            recovered = details.recovered;
            reloadOwed = details.reloadOwed;
            heldByRun = details.heldByRun;
        }

        FailureDetails build() {
            return new FailureDetails(
                    failedAttempts,
                    local,
                    keptRef,
                    reason,
                    retryAfter,
                    waited,
                    turnQueue,
                    lease,
                    recovered,
                    reloadOwed,
                    heldByRun);
        }
    }
}

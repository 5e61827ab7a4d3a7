package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * What a failed activity tells besides its type and message; the only detail of its failure.
 *
 * @param failedAttempts the remote attempts that failed
 * @param local where the local branch is; null where that can't be read
 * @param keptRef the ref that keeps what the branch held before a move that is done or under way; null where there is
 *     none
 */
public record FailureDetails(
        int failedAttempts,
        @Nullable CommitId local,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String keptRef) {

    @JsonCreator
    public FailureDetails {}

    /** Of a failure that kept nothing. */
    public FailureDetails(int failedAttempts, @Nullable CommitId local) {
        this(failedAttempts, local, null);
    }
}

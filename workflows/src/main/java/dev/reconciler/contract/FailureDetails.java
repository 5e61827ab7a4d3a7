package dev.reconciler.contract;

import dev.reconciler.model.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * What a failed activity tells besides its type and message; the only detail of its failure.
 *
 * @param failedAttempts the remote attempts that failed
 * @param local where the local branch is; null where that can't be read
 */
public record FailureDetails(int failedAttempts, @Nullable CommitId local) {}

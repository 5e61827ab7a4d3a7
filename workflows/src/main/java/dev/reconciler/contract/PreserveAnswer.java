package dev.reconciler.contract;

/**
 * Where the commits are on the remote.
 *
 * @param failedAttempts the remote attempts that failed before the one that was answered
 */
public record PreserveAnswer(PreservedConflict preserved, int failedAttempts) {}

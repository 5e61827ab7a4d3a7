package dev.reconciler.contract;

/**
 * Whether the remote holds what was preserved.
 *
 * @param failedAttempts the remote attempts that failed before the one that was answered
 */
public record VerifyAnswer(boolean held, int failedAttempts) {}

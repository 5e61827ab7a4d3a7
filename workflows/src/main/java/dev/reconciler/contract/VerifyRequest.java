package dev.reconciler.contract;

import java.time.Duration;

/**
 * Asks the remote whether it holds what was preserved.
 *
 * @param limit how long all attempts of this activity together may take
 */
public record VerifyRequest(RepositoryBranch target, PreservedConflict preserved, Duration limit) {}

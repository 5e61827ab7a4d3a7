package dev.reconciler.contract;

import dev.reconciler.model.CommitId;
import java.time.Duration;

/**
 * Asks for a push of the branch.
 *
 * @param expected what the remote branch is expected to hold
 * @param next what the remote branch shall hold
 * @param limit how long all attempts of this activity together may take
 */
public record PushRequest(RepositoryBranch target, CommitId expected, CommitId next, Duration limit) {}

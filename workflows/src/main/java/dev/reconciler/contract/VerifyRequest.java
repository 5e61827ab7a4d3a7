package dev.reconciler.contract;

import dev.reconciler.model.RepositoryId;
import java.time.Duration;

/**
 * Asks the remote whether it holds what was preserved.
 *
 * @param limit how long all attempts of this activity together may take
 */
public record VerifyRequest(RepositoryId repository, Preserved preserved, Duration limit) {}

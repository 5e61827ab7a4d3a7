package dev.reconciler.contract;

import java.time.Duration;

/**
 * Asks for a fetch.
 *
 * @param limit how long all attempts of this activity together may take
 */
public record FetchRequest(RepositoryBranch target, Duration limit) {}

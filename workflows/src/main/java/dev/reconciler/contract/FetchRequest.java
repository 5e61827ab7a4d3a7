package dev.reconciler.contract;

import dev.reconciler.model.RepositoryId;
import java.time.Duration;

/**
 * Asks for a fetch.
 *
 * @param limit how long all attempts of this activity together may take
 */
public record FetchRequest(RepositoryId repository, Duration limit) {}

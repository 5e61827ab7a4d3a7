package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * Asks for a fetch.
 *
 * @param limit how long all attempts of this activity together may take
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FetchRequest(RepositoryBranch target, Duration limit) {}

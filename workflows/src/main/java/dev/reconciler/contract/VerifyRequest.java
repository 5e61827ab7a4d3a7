package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * Asks the remote whether it holds what was preserved.
 *
 * @param limit how long all attempts of this activity together may take
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VerifyRequest(RepositoryBranch target, PreservedConflict preserved, Duration limit) {}

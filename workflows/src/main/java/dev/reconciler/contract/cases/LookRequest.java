package dev.reconciler.contract.cases;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RepositoryBranch;
import java.time.Duration;

/**
 * Asks whether a conflict is open.
 *
 * @param conflict the branch, and what it was last seen to hold
 * @param limit how long all attempts of this activity together may take
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LookRequest(RepositoryBranch target, PreservedConflict conflict, Duration limit) {}

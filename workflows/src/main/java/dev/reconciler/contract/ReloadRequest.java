package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;

/**
 * Asks for the application to be told that its branch moved.
 *
 * @param commit where the workflow saw the branch; the application is told of the newest commit
 * @param outcome what moved the branch
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReloadRequest(RepositoryBranch target, CommitId commit, Outcome outcome) {}

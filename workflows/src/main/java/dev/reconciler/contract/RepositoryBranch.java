package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;

/**
 * What an activity is about. The branch is said too: where the host's configuration names another by now, what was
 * decided for this one must not be done to that one.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RepositoryBranch(RepositoryId repository, BranchName branch) {}

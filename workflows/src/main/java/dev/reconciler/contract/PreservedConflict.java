package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;

/** A conflict branch on the remote, and the commit that the branch was seen to hold. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PreservedConflict(BranchName branch, CommitId commit) {}

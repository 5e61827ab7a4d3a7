package dev.reconciler.contract;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;

/** A conflict branch on the remote, and the commit that the branch was seen to hold. */
public record PreservedConflict(BranchName branch, CommitId commit) {}

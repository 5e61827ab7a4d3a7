package dev.reconciler.contract;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;

/**
 * Asks for the application to be told that its branch moved.
 *
 * @param commit where the workflow saw it; the application is told of the newest
 * @param outcome what moved it
 */
public record ReloadRequest(RepositoryBranch target, CommitId commit, Outcome outcome) {}

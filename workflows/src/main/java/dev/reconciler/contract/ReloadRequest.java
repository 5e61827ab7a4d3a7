package dev.reconciler.contract;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;

/** Asks for the application to be told that its branch is now at {@code commit}. */
public record ReloadRequest(RepositoryId repository, CommitId commit) {}

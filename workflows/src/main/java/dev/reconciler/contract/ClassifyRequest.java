package dev.reconciler.contract;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;

/** Asks how two commits differ. */
public record ClassifyRequest(RepositoryId repository, CommitId local, CommitId remote) {}

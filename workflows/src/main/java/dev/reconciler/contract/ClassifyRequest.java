package dev.reconciler.contract;

import dev.reconciler.model.CommitId;

/** Asks how two commits differ. */
public record ClassifyRequest(RepositoryBranch target, CommitId local, CommitId remote) {}

package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;

/** Asks how two commits differ. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClassifyRequest(RepositoryBranch target, CommitId local, CommitId remote) {}

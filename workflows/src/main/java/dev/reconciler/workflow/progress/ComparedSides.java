package dev.reconciler.workflow.progress;

import dev.reconciler.contract.Classification;
import dev.reconciler.model.CommitId;

/**
 * The two commits that one cycle of a pass works on, and how they differ.
 *
 * @param local where the local branch was at the fetch
 * @param remote where the remote branch was at the fetch
 */
public record ComparedSides(CommitId local, CommitId remote, Classification found) {}

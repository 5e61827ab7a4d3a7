package dev.reconciler.workflow.pass;

import dev.reconciler.contract.Classification;
import dev.reconciler.model.CommitId;

/**
 * The two commits that one {@link SyncCycle} works on, and how they differ.
 *
 * @param local where the local branch was at the fetch
 * @param remote where the remote branch was at the fetch
 */
record ComparedSides(CommitId local, CommitId remote, Classification found) {}

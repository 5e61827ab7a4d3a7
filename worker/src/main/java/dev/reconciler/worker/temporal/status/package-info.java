/**
 * Reads the state of repositories from Temporal and from their remotes.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.status.StatusReader}: {@link
 * dev.reconciler.worker.temporal.status.RunHistory} finds the runs, {@code OpenRuns} and {@link
 * dev.reconciler.worker.temporal.status.ClosedRuns} read them, and {@link
 * dev.reconciler.worker.temporal.status.ConflictBranchLookup} asks a remote for open conflicts.
 *
 * <p>Not here: the values that are read, such as {@link dev.reconciler.worker.status.RepositoryStatus}, and the
 * printing, which is in {@link dev.reconciler.worker.cli.output cli.output}.
 */
@NullMarked
package dev.reconciler.worker.temporal.status;

import org.jspecify.annotations.NullMarked;

/**
 * Reads the state of repositories from Temporal and from their remotes.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.status.StatusReader}: {@code RunHistory} finds the runs, {@code
 * OpenRuns} and {@code ClosedRuns} read them, and {@code ConflictBranchLookup} asks a remote for open conflicts.
 *
 * <p>Not here: the values that are read, such as {@link dev.reconciler.worker.status.RepositoryStatus}, and the printing,
 * which is in {@code cli.output}.
 */
@NullMarked
package dev.reconciler.worker.temporal.status;

import org.jspecify.annotations.NullMarked;

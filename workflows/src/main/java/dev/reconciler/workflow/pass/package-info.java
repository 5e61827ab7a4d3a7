/**
 * Brings both sides into agreement once: fetch, compare, and what the policy says, again and again until they agree.
 *
 * <p>Start with {@link dev.reconciler.workflow.pass.DivergencePolicy}, the one place that says what is done about a
 * divergence. {@link dev.reconciler.workflow.pass.SyncCycle} does it, with {@link
 * dev.reconciler.workflow.pass.OwnCommitsReplay} and {@link dev.reconciler.workflow.pass.ConflictEscape} for two sides
 * that have diverged. {@link dev.reconciler.workflow.pass.ReconcilePass} repeats cycles, and waits between them.
 *
 * <p>Not here: git. Each step is an activity, called by {@link dev.reconciler.workflow.pass.ActivityCalls}, that runs
 * on the host which has the repository.
 */
@NullMarked
package dev.reconciler.workflow.pass;

import org.jspecify.annotations.NullMarked;

/**
 * What starters and readers of a run see of {@link dev.reconciler.workflow.ReconcileWorkflow}: its messages, its input
 * and its status.
 *
 * <p>Start with {@link dev.reconciler.workflow.ReconcileWorkflow}. Then read the packages below this one from the top:
 *
 * <ol>
 *   <li>{@link dev.reconciler.workflow.run} repeats passes until nothing asks for another.
 *   <li>{@link dev.reconciler.workflow.pass} brings both sides into agreement once.
 *   <li>{@link dev.reconciler.workflow.retry} says how long a pass waits, and when it gives up.
 *   <li>{@link dev.reconciler.workflow.failure} sorts failed activities by who must act.
 *   <li>{@link dev.reconciler.workflow.progress} remembers what was seen and done.
 *   <li>{@link dev.reconciler.workflow.outcome} says it in words.
 *   <li>{@link dev.reconciler.workflow.visibility} shows it while the run is open.
 * </ol>
 *
 * <p>{@link dev.reconciler.workflow.host} and {@link dev.reconciler.workflow.schedule} are workflows of their own.
 *
 * <p>Not here: input and output. Workflow code decides; what it asks of a host is in {@link dev.reconciler.contract}.
 */
@NullMarked
package dev.reconciler.workflow;

import org.jspecify.annotations.NullMarked;

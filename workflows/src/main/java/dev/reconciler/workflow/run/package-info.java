/**
 * Repeats passes until nothing asks for another one, and makes the result of the run.
 *
 * <p>Start with {@link dev.reconciler.workflow.run.ReconcileWorkflowImpl}. {@link
 * dev.reconciler.workflow.run.PassRequests} are what asks for passes, {@link
 * dev.reconciler.workflow.run.RunLinger} keeps a run open for what is asked at once after it, {@link
 * dev.reconciler.workflow.run.RunContinuation} begins a new history where this one grew too long, and {@link
 * dev.reconciler.workflow.run.RunResults} says what the run came to.
 *
 * <p>Not here: what one pass does, which is in {@link dev.reconciler.workflow.pass}.
 */
@NullMarked
package dev.reconciler.workflow.run;

import org.jspecify.annotations.NullMarked;

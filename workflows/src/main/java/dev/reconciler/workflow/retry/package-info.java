/**
 * Says how long a pass waits before it tries again, and when it gives up.
 *
 * <p>Start with {@link dev.reconciler.workflow.retry.RetryBudget}, for a remote that is away. {@link
 * dev.reconciler.workflow.retry.BusyBudget} is for a repository that another program holds, {@link dev.reconciler.workflow.retry.HolderBudget} for one
 * under a lease or with another run at work. They only calculate; {@link
 * dev.reconciler.workflow.retry.DurableTimer} waits, and {@link dev.reconciler.workflow.retry.WorkflowClock} tells the
 * time.
 *
 * <p>Not here: which failure is waited out, which {@link dev.reconciler.workflow.failure} says, and the few quick
 * attempts that an activity makes on its host.
 */
@NullMarked
package dev.reconciler.workflow.retry;

import org.jspecify.annotations.NullMarked;

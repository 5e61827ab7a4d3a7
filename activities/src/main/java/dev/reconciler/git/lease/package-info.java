/**
 * Lets an application hold a repository's branch, index and files as they are while it works with them.
 *
 * <p>Start with {@link dev.reconciler.git.lease.Leases}: taken, renewed, released. Each step that moves something asks
 * {@link dev.reconciler.git.lease.WaitingMove}, under the repository's lock. {@link
 * dev.reconciler.git.lease.LeaseTerm} says when a lease ends, also where the clock jumps.
 *
 * <p>Not here: the wait of a run, which is the workflow's, and the lock between two processes that write at the same
 * moment, which is {@code git.lock}.
 */
@NullMarked
package dev.reconciler.git.lease;

import org.jspecify.annotations.NullMarked;

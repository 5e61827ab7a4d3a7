/**
 * Runs a command of a person's under a lease, on the disk, without a worker.
 *
 * <p>Start with {@link dev.reconciler.worker.lease.ProgramUnderLease}. {@link dev.reconciler.worker.lease.LeaseOnDisk}
 * opens the repository for each look at its lease. {@link dev.reconciler.worker.lease.LeaseQueue} is the queue of
 * those who wait for one, over HTTP.
 *
 * <p>Not here: what applications ask over HTTP, which is {@code api}, and the lease itself, which is {@code git.lease}.
 */
@NullMarked
package dev.reconciler.worker.lease;

import org.jspecify.annotations.NullMarked;

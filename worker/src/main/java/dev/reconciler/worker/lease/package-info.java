/**
 * Runs a command of a person's under a lease, on the disk, without a worker.
 *
 * <p>Start with {@link dev.reconciler.worker.lease.ProgramUnderLease}. {@link dev.reconciler.worker.lease.LeaseOnDisk}
 * opens the repository for each look at its lease.
 *
 * <p>Not here: the leases of applications over HTTP, and the lease itself, which is {@code git.lease}.
 */
@NullMarked
package dev.reconciler.worker.lease;

import org.jspecify.annotations.NullMarked;

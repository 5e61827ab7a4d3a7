/**
 * Names what git could not do, sorted by who must act.
 *
 * <p>Start with {@link dev.reconciler.git.error.GitException}: its kinds say whether the run waits for the
 * remote ({@link dev.reconciler.git.error.RemoteUnavailableException}), waits shortly for another process ({@link
 * dev.reconciler.git.error.RepositoryBusyException}) or the disk ({@link
 * dev.reconciler.git.error.DiskErrorException}), waits for the application ({@link
 * dev.reconciler.git.error.LeaseHeldException}), or ends because a person must act ({@link
 * dev.reconciler.git.error.RefusedException}). {@link dev.reconciler.git.error.DiskErrors} sorts the errors of the
 * host's own disk.
 *
 * <p>Errors of a transport are sorted in {@code git.remote}, and all of them become failures of Temporal in {@code
 * dev.reconciler.activity}.
 */
@NullMarked
package dev.reconciler.git.error;

import org.jspecify.annotations.NullMarked;

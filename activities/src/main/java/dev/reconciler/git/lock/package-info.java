/**
 * Decides which process may change a repository: by the lock of this program, and by the lock files of git.
 *
 * <p>Start with {@link dev.reconciler.git.lock.RepositoryLock}, which every change of refs, files and notes
 * holds. Its
 * {@link dev.reconciler.git.lock.LockFileJournal} lists the lock files of git that this program takes, so that the next
 * holder can remove those of a killed process; {@link dev.reconciler.git.lock.TakenLockFiles} is one entry of it.
 * {@link dev.reconciler.git.lock.OtherProcessLocks} describes the lock files of other processes, and {@link
 * dev.reconciler.git.lock.LockRetryPause} is the pause between two attempts at either kind.
 *
 * <p>The lock between runs is not here: it is the ID of the workflow.
 */
@NullMarked
package dev.reconciler.git.lock;

import org.jspecify.annotations.NullMarked;

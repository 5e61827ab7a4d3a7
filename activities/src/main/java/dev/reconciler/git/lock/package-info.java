/**
 * Decides which process may change a repository: by the lock of this program, and by the lock files of git.
 *
 * <p>Start with {@link dev.reconciler.git.lock.RepositoryLock}, which every change of refs, files and notes holds. It
 * gives a {@link dev.reconciler.git.lock.GitLockFile} in such a way that the next holder can remove the one of a killed
 * process: as a second name of a private file ({@link dev.reconciler.git.lock.LinkedLockFiles}), or by a line in the {@link
 * dev.reconciler.git.lock.LockFileJournal} where a file system has no second names. {@link
 * dev.reconciler.git.lock.OtherProcessLocks} describes the lock files of other processes, and {@link
 * dev.reconciler.git.lock.LockRetryPause} is the pause between two attempts at either kind.
 *
 * <p>The lock between runs is not here: it is the ID of the workflow.
 */
@NullMarked
package dev.reconciler.git.lock;

import org.jspecify.annotations.NullMarked;

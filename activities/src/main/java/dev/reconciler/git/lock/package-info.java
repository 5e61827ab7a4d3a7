/**
 * Who may change a repository: the lock of this program, and the lock files of git.
 *
 * <p>Start with {@link dev.reconciler.git.lock.RepositoryLock}, which every change of a repository holds. {@link
 * dev.reconciler.git.lock.LockFileJournal} notes which lock files of git this program takes, so that the next holder
 * can remove those of a killed process. {@link dev.reconciler.git.lock.ForeignLockFiles} describes those of other
 * processes.
 *
 * <p>The lock between runs is not here: it is the ID of the workflow.
 */
@NullMarked
package dev.reconciler.git.lock;

import org.jspecify.annotations.NullMarked;

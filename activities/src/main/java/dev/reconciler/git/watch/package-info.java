/**
 * Sees that a local branch has moved, by whatever program, and tells whether that is news; a push to the remote's branch
 * that somebody tells of, too.
 *
 * <p>Start with {@link dev.reconciler.git.watch.BranchWatch}: one watcher for all repositories of a host. {@link
 * dev.reconciler.git.watch.WatchedBranch} knows the files that hold one branch, and {@link
 * dev.reconciler.git.watch.BranchNews} tells a commit of the application from a move of a run. {@link
 * dev.reconciler.git.watch.BranchContents} tells the echo of our own push from what others have pushed.
 */
@NullMarked
package dev.reconciler.git.watch;

import org.jspecify.annotations.NullMarked;

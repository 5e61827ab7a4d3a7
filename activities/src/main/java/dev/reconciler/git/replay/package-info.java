/**
 * Own commits replayed on another commit in the object database, as {@code git rebase} would, without a work tree.
 *
 * <p>Start with {@link dev.reconciler.git.replay.Replayer}, which takes a {@link dev.reconciler.git.replay.ReplayTask}
 * and answers a {@link dev.reconciler.git.replay.ReplayResult}. It calls, in this order: {@link
 * dev.reconciler.git.replay.ReplayOrder}, which puts the commits in order; {@link
 * dev.reconciler.git.replay.UpstreamPatches}, which finds the commits that the remote has already, by their {@link
 * dev.reconciler.git.replay.PatchId} over {@link dev.reconciler.git.replay.PatchTexts}; and {@link dev.reconciler.git.replay.CommitWriter}, which writes each commit
 * again. {@link dev.reconciler.git.replay.ReplayPack} brings all new objects to the disk as one pack.
 *
 * <p>The merge of each commit is in {@link dev.reconciler.git.merge}. No ref is moved here.
 */
@NullMarked
package dev.reconciler.git.replay;

import org.jspecify.annotations.NullMarked;

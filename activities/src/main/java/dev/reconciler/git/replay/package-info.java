/**
 * Own commits replayed on another commit in the object database, as git rebase would, without a work tree.
 *
 * <p>Start with {@link dev.reconciler.git.replay.Replayer}. {@link dev.reconciler.git.replay.ReplayOrder} puts the
 * commits in order, {@link dev.reconciler.git.replay.UpstreamPatches} finds those that the remote has already, {@link
 * dev.reconciler.git.replay.CommitWriter} writes the twins, and {@link dev.reconciler.git.replay.ReplayPack} brings
 * all new objects to the disk as one pack.
 *
 * <p>The merge of each commit is in {@code git.merge}.
 */
@NullMarked
package dev.reconciler.git.replay;

import org.jspecify.annotations.NullMarked;

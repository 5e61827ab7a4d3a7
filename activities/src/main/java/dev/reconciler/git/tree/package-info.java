/**
 * Trees of git as the merge needs them: read, walked side by side, compared, and written.
 *
 * <p>Start with {@link dev.reconciler.git.tree.TreeObject} and {@link dev.reconciler.git.tree.TreeEntry}; paths are
 * bytes ({@link dev.reconciler.git.tree.BytePath}). {@link dev.reconciler.git.tree.ParallelTreeWalk} goes through
 * several trees at once, and {@link dev.reconciler.git.tree.TreeDiff} finds the files that differ. {@link
 * dev.reconciler.git.tree.MergeObjects} reads and writes the objects of one replay.
 *
 * <p>Differences of two texts are in {@link dev.reconciler.git.diff}, and the merge of three trees is in {@link
 * dev.reconciler.git.merge}.
 */
@NullMarked
package dev.reconciler.git.tree;

import org.jspecify.annotations.NullMarked;

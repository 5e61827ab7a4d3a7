/**
 * The three-way merge of a text by its lines.
 *
 * <p>Start with {@link dev.reconciler.git.merge.text.TextMerge}: it finds the {@link
 * dev.reconciler.git.merge.text.MergeChunk}, and {@link dev.reconciler.git.merge.text.ChunkWriter} writes the result. What
 * git's settings say of it is in {@link dev.reconciler.git.merge.text.TextMergeSettings} and {@link
 * dev.reconciler.git.merge.text.ConflictStyle}. The reference is {@code xdiff/xmerge.c} of git.
 *
 * <p>The differences of two texts are found in {@link dev.reconciler.git.diff}. Which texts are merged, and how, is decided
 * in {@code git.merge}.
 */
@NullMarked
package dev.reconciler.git.merge.text;

import org.jspecify.annotations.NullMarked;

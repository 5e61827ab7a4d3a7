/**
 * The three-way merge of trees and of the contents that both sides changed.
 *
 * <p>Start with {@link dev.reconciler.git.merge.TreeMerge}. {@link dev.reconciler.git.merge.MergeWalk} decides what
 * ids alone decide; {@link dev.reconciler.git.merge.ContentMerge} decides one path, and {@link
 * dev.reconciler.git.merge.TextMerge} its lines; {@link dev.reconciler.git.merge.TreeWriter} writes the result. What
 * is not certain is one of the {@link dev.reconciler.git.merge.MergeConflicts}. The reference is {@code merge-ort} of
 * git.
 *
 * <p>Renames are found in {@code git.merge.rename}.
 */
@NullMarked
package dev.reconciler.git.merge;

import org.jspecify.annotations.NullMarked;

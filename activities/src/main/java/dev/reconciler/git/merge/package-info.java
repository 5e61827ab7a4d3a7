/**
 * The three-way merge of trees and of the contents that both sides changed.
 *
 * <p>Start with {@link dev.reconciler.git.merge.TreeMerge}. {@link dev.reconciler.git.merge.MergeWalk} decides the paths
 * that ids alone decide; {@link dev.reconciler.git.merge.ContestedFiles} decides the rest, and {@link
 * dev.reconciler.git.merge.ContentMerge} merges the contents; {@link dev.reconciler.git.merge.TreeWriter} writes the {@link
 * dev.reconciler.git.merge.TreeEdits}. A path that is not certain is one of the {@link
 * dev.reconciler.git.merge.MergeConflicts}. How a repository wants its merges is in {@link
 * dev.reconciler.git.merge.MergeSettings} and {@link dev.reconciler.git.merge.MergeAttributes}. The reference is {@code
 * merge-ort.c} of git.
 *
 * <p>Renames are found in {@link dev.reconciler.git.merge.rename}, lines are merged in {@link
 * dev.reconciler.git.merge.text}, and trees are read and written in {@link dev.reconciler.git.tree}. Which commits are merged
 * is decided in {@code git.replay}.
 */
@NullMarked
package dev.reconciler.git.merge;

import org.jspecify.annotations.NullMarked;

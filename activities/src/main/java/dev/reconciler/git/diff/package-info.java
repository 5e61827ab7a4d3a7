/**
 * The difference of two texts by lines, as git computes it for merges and patch ids.
 *
 * <p>Start with {@link dev.reconciler.git.diff.LineDiff}, whose three steps are the order of reading. Its caller numbers
 * the lines ({@link dev.reconciler.git.diff.LineNumbering}). A {@link dev.reconciler.git.diff.DiffAlgorithm} finds the lines
 * that the texts have in common, and {@link dev.reconciler.git.diff.ChangedLines} moves each change to where git has it.
 * The result is a list of {@link dev.reconciler.git.diff.DiffHunk}. The reference is {@code xdiff} of git: {@code
 * xhistogram.c}, {@code xpatience.c}, {@code xdiffi.c} and {@code xprepare.c}.
 *
 * <p>Differences of trees are in {@link dev.reconciler.git.tree}, and three texts are merged in {@code
 * git.merge.text}.
 */
@NullMarked
package dev.reconciler.git.diff;

import org.jspecify.annotations.NullMarked;

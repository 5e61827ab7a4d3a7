/**
 * The difference of two texts by lines, as the merge of git sees it.
 *
 * <p>Start with {@link dev.reconciler.git.diff.LineDiff}. It numbers the lines ({@link
 * dev.reconciler.git.diff.LineNumbering}), finds what the texts have in common ({@link
 * dev.reconciler.git.diff.HistogramMatcher}), and moves each change to where git has it ({@link
 * dev.reconciler.git.diff.ChangedLines}). The reference is {@code xdiff} of git.
 */
@NullMarked
package dev.reconciler.git.diff;

import org.jspecify.annotations.NullMarked;

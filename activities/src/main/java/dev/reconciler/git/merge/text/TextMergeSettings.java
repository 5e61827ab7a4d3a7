package dev.reconciler.git.merge.text;

import dev.reconciler.git.diff.DiffAlgorithm;

/**
 * The settings of git that bear on a {@link TextMerge}.
 *
 * @param algorithm how the changes of each side are found
 * @param style which overlapping changes are a conflict
 */
public record TextMergeSettings(DiffAlgorithm algorithm, ConflictStyle style) {
    /** What git does where nothing is set; its name is {@code init_merge_options}. */
    public static final TextMergeSettings DEFAULTS =
            new TextMergeSettings(DiffAlgorithm.HISTOGRAM, ConflictStyle.MERGE);
}

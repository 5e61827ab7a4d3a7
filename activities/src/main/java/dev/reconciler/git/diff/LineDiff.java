package dev.reconciler.git.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The difference of two texts as git computes it for a merge and for a patch id: a {@link DiffAlgorithm} finds the lines
 * that the texts have in common, and {@link ChangedLines} moves each change to where it meets a change of the other text,
 * or else as far down as it goes. Where a change stands decides which merges are clean.
 *
 * <p>Both texts must come from one {@link LineNumbering}. The steps are those of git's {@code xdl_diff}.
 */
public final class LineDiff {
    private LineDiff() {}

    /** The changes from the first text to the second, in the order of their lines. */
    public static List<DiffHunk> between(DiffAlgorithm algorithm, int[] a, int[] b) {
        boolean[] changedA = new boolean[a.length];
        boolean[] changedB = new boolean[b.length];
        // Step 1, git's xdl_do_diff: mark each line that the other text does not have.
        MarkedLines markedA = MarkedLines.of(a, changedA);
        MarkedLines markedB = MarkedLines.of(b, changedB);
        switch (algorithm) {
            case MYERS -> MyersMatcher.markChanges(markedA, markedB, false);
            case MINIMAL -> MyersMatcher.markChanges(markedA, markedB, true);
            case PATIENCE -> PatienceMatcher.markChanges(markedA, markedB);
            case HISTOGRAM ->
                HistogramMatcher.markChanges(markedA, markedB, 1 + Math.max(findLargest(a), findLargest(b)));
        }
        // Step 2, git's xdl_change_compact, once for each text. The order matters: a group of b lines up with the
        // groups of a as they stand after a was compacted.
        boolean comparesAgain = algorithm == DiffAlgorithm.HISTOGRAM;
        ChangedLines inA = new ChangedLines(a, changedA, comparesAgain);
        ChangedLines inB = new ChangedLines(b, changedB, comparesAgain);
        inA.compactAgainst(inB);
        inB.compactAgainst(inA);
        // Step 3, git's xdl_build_script.
        return buildScript(changedA, changedB);
    }

    private static int findLargest(int[] lines) {
        return Arrays.stream(lines).max().orElse(0);
    }

    // Unchanged lines stand in pairs, one of each text. So the changed lines before the first pair belong together,
    // then those between the first pair and the second, and so on. Example, from abc to Xac:
    //
    //     a: abc  marked .+.      before the pair of a: nothing and X, so the first hunk adds X
    //     b: Xac  marked +..      between the pairs of a and of c: b and nothing, so the second hunk deletes b
    private static List<DiffHunk> buildScript(boolean[] changedA, boolean[] changedB) {
        List<DiffHunk> script = new ArrayList<>();
        int a = 0;
        int b = 0;
        while (a < changedA.length || b < changedB.length) {
            int endA = findGroupEnd(changedA, a);
            int endB = findGroupEnd(changedB, b);
            if (endA > a || endB > b) {
                script.add(new DiffHunk(a, endA, b, endB));
            }
            // Both texts go past the pair of unchanged lines that ends the groups.
            a = endA + 1;
            b = endB + 1;
        }
        return script;
    }

    private static int findGroupEnd(boolean[] changed, int from) {
        int end = from;
        while (end < changed.length && changed[end]) {
            end++;
        }
        return end;
    }
}

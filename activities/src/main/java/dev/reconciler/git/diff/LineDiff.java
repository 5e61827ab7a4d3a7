package dev.reconciler.git.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two texts as git's merge sees it: a histogram difference, with each change moved to where it meets
 * a change of the other text, or else as far down as it goes. Where a change is put decides which merges are clean.
 */
public final class LineDiff {
    private LineDiff() {}

    /**
     * The changes from one to the other, in order.
     *
     * @return null where the common lines are too frequent for the histogram, and git goes another way
     */
    static @Nullable public List<DiffHunk> between(int[] a, int[] b) {
        HistogramMatcher histogram = new HistogramMatcher(a, b, 1 + Math.max(findLargest(a), findLargest(b)));
        if (!histogram.markChanges()) {
            return null;
        }
        ChangedLines inA = new ChangedLines(a, histogram.changedA());
        ChangedLines inB = new ChangedLines(b, histogram.changedB());
        inA.compactAgainst(inB);
        inB.compactAgainst(inA);
        return buildScript(histogram.changedA(), histogram.changedB());
    }

    private static int findLargest(int[] lines) {
        return Arrays.stream(lines).max().orElse(0);
    }

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

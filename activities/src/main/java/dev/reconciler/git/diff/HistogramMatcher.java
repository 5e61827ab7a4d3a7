package dev.reconciler.git.diff;

import java.util.Arrays;

/**
 * The histogram difference: splits both texts at the longest common run that holds the rarest line, and then the parts
 * before and after that run in the same way. Git's name is {@code xdl_do_histogram_diff}.
 *
 * <p>Example: from {@code aaar} to {@code raaa}. The line {@code r} is there once and {@code a} three times, so the texts
 * are split at {@code r}: the three {@code a} before it are deleted, and the three after it are added. An algorithm that
 * keeps the most lines would have kept the {@code a}. A rare line says more about where a text was changed than a brace
 * or an empty line does.
 */
final class HistogramMatcher {
    /** A line that occurs more often is no place to split at; git calls this {@code max_chain_length}. */
    private static final int TOO_FREQUENT = 64;

    private static final int NOWHERE = -1;

    private final MarkedLines textA;
    private final MarkedLines textB;
    private final int[] a;
    private final int[] b;

    // Of the region that is searched: where each line of a is first, and how often it is there; for each place in a,
    // where the same line is next. There are as many regions as changes, so all regions share this memory.
    private final int[] first;
    private final int[] count;
    private final int[] nextSame;

    private HistogramMatcher(MarkedLines textA, MarkedLines textB, int lines) {
        this.textA = textA;
        this.textB = textB;
        this.a = textA.toArray();
        this.b = textB.toArray();
        this.first = new int[lines];
        this.count = new int[lines];
        this.nextSame = new int[a.length];
        Arrays.fill(first, NOWHERE);
    }

    /**
     * Marks the changed lines of both texts, which have no marks yet.
     *
     * @param lines how many different lines both texts have; each line is a number below that
     */
    static void markChanges(MarkedLines a, MarkedLines b, int lines) {
        new HistogramMatcher(a, b, lines).splitRegion(0, a.size(), 0, b.size());
    }

    // Git's histogram_diff. Example: aXbYc against aPbQc. All of a, b and c are there once and stand alone, so the
    // first of them, a, is the run. Before a is nothing. After a the next region is XbYc against PbQc, and so on.
    private void splitRegion(int startA, int endA, int startB, int endB) {
        int fromA = startA;
        int fromB = startB;
        while (fromA < endA && fromB < endB) {
            CommonRun region = new CommonRun(fromA, endA, fromB, endB);
            region.findBestRun();
            if (region.isTooFrequent()) {
                // Git's fall_back_to_classic_diff.
                MyersMatcher.markChanges(textA.part(fromA, endA), textB.part(fromB, endB), false);
                return;
            }
            if (!region.found) {
                // The texts have nothing in common here: all that is left of the region is changed.
                break;
            }
            splitRegion(fromA, region.beginA, fromB, region.beginB);
            // The part after the run is the next turn of this loop and no deeper call, as git does it: a long text with
            // many changes would need a deep stack.
            fromA = region.lastA + 1;
            fromB = region.lastB + 1;
        }
        // One text has no lines left, or no common ones: the rest of the other text is changed.
        textA.part(fromA, endA).markAll();
        textB.part(fromB, endB).markAll();
    }

    /** A region of both texts, and the best common run in that region. */
    private final class CommonRun {
        private final int fromA;
        private final int endA;
        private final int fromB;
        private final int endB;

        // Whether any line of b is in a; and whether a run was good enough, with the lines that it goes from and to.
        private boolean hasCommon;
        private boolean found;
        private int rarest = TOO_FREQUENT + 1;
        private int beginA;
        private int lastA;
        private int beginB;
        private int lastB;

        CommonRun(int fromA, int endA, int fromB, int endB) {
            this.fromA = fromA;
            this.endA = endA;
            this.fromB = fromB;
            this.endB = endB;
        }

        boolean isTooFrequent() {
            return hasCommon && rarest > TOO_FREQUENT;
        }

        // Git's find_lcs.
        void findBestRun() {
            // The histogram of a (git's scanA), from its last line to its first, so that `first` ends at the first
            // occurrence and `nextSame` leads down. Example: in aXa the line a is first at 0, next at 2, and counts 2.
            for (int at = endA - 1; at >= fromA; at--) {
                nextSame[at] = first[a[at]];
                first[a[at]] = at;
                count[a[at]]++;
            }
            // Each line of b that no run has covered yet. Of equally good runs the first one of b stays.
            for (int at = fromB; at < endB; ) {
                at = tryRunsThrough(at);
            }
            // Clean up for the next region. Only the lines of this region are touched: the arrays are as long as the
            // number of all lines, and to clear them as a whole would take quadratic time.
            for (int at = fromA; at < endA; at++) {
                first[a[at]] = NOWHERE;
                count[a[at]] = 0;
            }
        }

        /**
         * Looks at every run through that line of b; answers the line of b to look at next. Git's name is {@code
         * try_lcs}.
         */
        private int tryRunsThrough(int at) {
            int start = first[b[at]];
            if (start == NOWHERE) {
                // This line is only in b, and no run goes through it.
                return at + 1;
            }
            hasCommon = true;
            int occurrences = occurrencesOf(start);
            if (occurrences > rarest) {
                // A run with a rarer line is known already, or the line is too frequent. A longer run through this line
                // may still be found, from a rarer line of that run.
                return at + 1;
            }
            // The line stands at one or more places of a, and each place has a run of its own. Example: the line a of
            // aY is at 0 and at 2 of aXaY. From 0 the run is a, and from 2 the run is aY, which is longer.
            int next = at + 1;
            int candidate = start;
            while (candidate >= 0) {
                int last = growRun(candidate, at, occurrences);
                // The lines of b that this run has covered are not looked at again,
                next = Math.max(next, at + last - candidate + 1);
                // and neither are its places of a. Example: from the first a of aab, the run aab covers the second a.
                while (candidate >= 0 && candidate <= last) {
                    candidate = nextSame[candidate];
                }
            }
            return next;
        }

        /** Grows the run both ways and keeps it where it is longer or rarer; answers its last line in a. */
        private int growRun(int inA, int inB, int occurrences) {
            // Example: from the first a in XaraY against ZaraW the run grows down to ara. The run is as rare as r, its
            // rarest line: it counts once, though a counts twice.
            int rare = occurrences;
            int begin = inA;
            while (begin > fromA && begin - inA + inB > fromB && a[begin - 1] == b[begin - 1 - inA + inB]) {
                rare = Math.min(rare, occurrencesOf(--begin));
            }
            int last = inA;
            while (last + 1 < endA && last + 1 - inA + inB < endB && a[last + 1] == b[last + 1 - inA + inB]) {
                rare = Math.min(rare, occurrencesOf(++last));
            }
            // Longer, though not rarer: abcd against cdeab has the runs ab and cd. They are equally long and rare, so
            // cd stays, which b has first. Rarer, though shorter: r instead of aaa.
            if (lastA - beginA < last - begin || rare < rarest) {
                keepBest(begin, last, inB - inA, rare);
            }
            return last;
        }

        private void keepBest(int begin, int last, int shift, int rare) {
            found = true;
            beginA = begin;
            lastA = last;
            beginB = begin + shift;
            lastB = last + shift;
            rarest = rare;
        }

        private int occurrencesOf(int inA) {
            return count[a[inA]];
        }
    }
}

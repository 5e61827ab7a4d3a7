package dev.reconciler.git.diff;

import java.util.Arrays;

/** The histogram difference: splits both texts at the longest common run that holds the rarest line, again and again. */
final class HistogramMatcher {
    /** A line that occurs more often is no place to split at. */
    private static final int TOO_FREQUENT = 64;

    private static final int NOWHERE = -1;

    private final int[] a;
    private final int[] b;
    private final boolean[] changedA;
    private final boolean[] changedB;

    // Of the region that is searched: where each line of a is first, and how often it is there; for each place in a,
    // where the same line is next. There are as many regions as changes, so they share the memory.
    private final int[] first;
    private final int[] count;
    private final int[] nextSame;

    /**
     * A difference of two texts.
     *
     * @param lines how many different lines both have; each is a number below that
     */
    HistogramMatcher(int[] a, int[] b, int lines) {
        this.a = a;
        this.b = b;
        this.first = new int[lines];
        this.count = new int[lines];
        this.nextSame = new int[a.length];
        Arrays.fill(first, NOWHERE);
        this.changedA = new boolean[a.length];
        this.changedB = new boolean[b.length];
    }

    boolean[] changedA() {
        return changedA;
    }

    boolean[] changedB() {
        return changedB;
    }

    /** @return whether it came to an end: not where all common lines of some part are too frequent */
    boolean markChanges() {
        return splitRegion(0, a.length, 0, b.length);
    }

    private boolean splitRegion(int startA, int endA, int startB, int endB) {
        int fromA = startA;
        int fromB = startB;
        while (fromA < endA && fromB < endB) {
            CommonRun region = new CommonRun(fromA, endA, fromB, endB);
            region.findBestRun();
            if (region.isTooFrequent()) {
                return false;
            }
            if (!region.found) {
                break;
            }
            if (!splitRegion(fromA, region.beginA, fromB, region.beginB)) {
                return false;
            }
            fromA = region.lastA + 1;
            fromB = region.lastB + 1;
        }
        Arrays.fill(changedA, fromA, Math.max(fromA, endA), true);
        Arrays.fill(changedB, fromB, Math.max(fromB, endB), true);
        return true;
    }

    /** A part of both texts, and the best common run in it. */
    private final class CommonRun {
        private final int fromA;
        private final int endA;
        private final int fromB;
        private final int endB;
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

        void findBestRun() {
            for (int at = endA - 1; at >= fromA; at--) {
                nextSame[at] = first[a[at]];
                first[a[at]] = at;
                count[a[at]]++;
            }
            for (int at = fromB; at < endB; ) {
                at = tryRunsThrough(at);
            }
            for (int at = fromA; at < endA; at++) {
                first[a[at]] = NOWHERE;
                count[a[at]] = 0;
            }
        }

        /** Looks at every run through that line of b; answers where to look next. */
        private int tryRunsThrough(int at) {
            int start = first[b[at]];
            if (start == NOWHERE) {
                return at + 1;
            }
            hasCommon = true;
            int occurrences = occurrencesOf(start);
            if (occurrences > rarest) {
                return at + 1;
            }
            int next = at + 1;
            int candidate = start;
            while (candidate >= 0) {
                int last = growRun(candidate, at, occurrences);
                next = Math.max(next, at + last - candidate + 1);
                while (candidate >= 0 && candidate <= last) {
                    candidate = nextSame[candidate];
                }
            }
            return next;
        }

        /** Grows the run both ways and keeps it where it is longer or rarer; answers its last line in a. */
        private int growRun(int inA, int inB, int occurrences) {
            int rare = occurrences;
            int begin = inA;
            while (begin > fromA && begin - inA + inB > fromB && a[begin - 1] == b[begin - 1 - inA + inB]) {
                rare = Math.min(rare, occurrencesOf(--begin));
            }
            int last = inA;
            while (last + 1 < endA && last + 1 - inA + inB < endB && a[last + 1] == b[last + 1 - inA + inB]) {
                rare = Math.min(rare, occurrencesOf(++last));
            }
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

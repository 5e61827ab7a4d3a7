package dev.reconciler.git.replay;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The histogram difference: splits both texts at the longest common run that holds the rarest line, again and again. */
final class Histogram {
    /** A line that occurs more often is no place to split at. */
    private static final int TOO_FREQUENT = 64;

    private final int[] a;
    private final int[] b;
    private final boolean[] changedA;
    private final boolean[] changedB;

    Histogram(int[] a, int[] b) {
        this.a = a;
        this.b = b;
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
    boolean run() {
        return run(0, a.length, 0, b.length);
    }

    private boolean run(int startA, int endA, int startB, int endB) {
        int fromA = startA;
        int fromB = startB;
        while (fromA < endA && fromB < endB) {
            Region region = new Region(fromA, endA, fromB, endB);
            region.search();
            if (region.isTooFrequent()) {
                return false;
            }
            if (!region.found) {
                break;
            }
            if (!run(fromA, region.beginA, fromB, region.beginB)) {
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
    private final class Region {
        private final int fromA;
        private final int endA;
        private final int fromB;
        private final int endB;
        private final Map<Integer, Integer> first = new HashMap<>();
        private final Map<Integer, Integer> count = new HashMap<>();
        private final int[] nextSame;
        private boolean hasCommon;
        private boolean found;
        private int rarest = TOO_FREQUENT + 1;
        private int beginA;
        private int lastA;
        private int beginB;
        private int lastB;

        Region(int fromA, int endA, int fromB, int endB) {
            this.fromA = fromA;
            this.endA = endA;
            this.fromB = fromB;
            this.endB = endB;
            this.nextSame = new int[endA - fromA];
            for (int at = endA - 1; at >= fromA; at--) {
                Integer next = first.put(a[at], at);
                nextSame[at - fromA] = next == null ? -1 : next;
                count.merge(a[at], 1, Integer::sum);
            }
        }

        boolean isTooFrequent() {
            return hasCommon && rarest > TOO_FREQUENT;
        }

        void search() {
            for (int at = fromB; at < endB; ) {
                at = tryFrom(at);
            }
        }

        /** Looks at every run through that line of b; answers where to look next. */
        private int tryFrom(int at) {
            Integer start = first.get(b[at]);
            if (start == null) {
                return at + 1;
            }
            hasCommon = true;
            int occurrences = occurrences(start);
            if (occurrences > rarest) {
                return at + 1;
            }
            int next = at + 1;
            int candidate = start;
            while (candidate >= 0) {
                int last = extend(candidate, at, occurrences);
                next = Math.max(next, at + last - candidate + 1);
                while (candidate >= 0 && candidate <= last) {
                    candidate = nextSame[candidate - fromA];
                }
            }
            return next;
        }

        /** Grows the run both ways and keeps it where it is longer or rarer; answers its last line in a. */
        private int extend(int inA, int inB, int occurrences) {
            int rare = occurrences;
            int begin = inA;
            while (begin > fromA && begin - inA + inB > fromB && a[begin - 1] == b[begin - 1 - inA + inB]) {
                rare = Math.min(rare, occurrences(--begin));
            }
            int last = inA;
            while (last + 1 < endA && last + 1 - inA + inB < endB && a[last + 1] == b[last + 1 - inA + inB]) {
                rare = Math.min(rare, occurrences(++last));
            }
            if (lastA - beginA < last - begin || rare < rarest) {
                keep(begin, last, inB - inA, rare);
            }
            return last;
        }

        private void keep(int begin, int last, int shift, int rare) {
            found = true;
            beginA = begin;
            lastA = last;
            beginB = begin + shift;
            lastB = last + shift;
            rarest = rare;
        }

        private int occurrences(int inA) {
            return count.getOrDefault(a[inA], 0);
        }
    }
}

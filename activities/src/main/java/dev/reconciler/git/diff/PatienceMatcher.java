package dev.reconciler.git.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patience difference: keeps lines that both texts have once, as many as stand in the same order in both, and splits
 * the texts at these lines. Each part is compared in the same way, and a part that has no such line by {@link
 * MyersMatcher}. Git's name is {@code xdl_do_patience_diff}.
 *
 * <p>Example: {@code aabcc} and {@code ccbaa} have the line b once. It is kept, and what is before it and after it is
 * changed, though {@code aa} or {@code cc} would be more lines.
 */
final class PatienceMatcher {
    private final MarkedLines a;
    private final MarkedLines b;

    private PatienceMatcher(MarkedLines a, MarkedLines b) {
        this.a = a;
        this.b = b;
    }

    /** Marks the changed lines of both texts, which have no marks yet. */
    static void markChanges(MarkedLines a, MarkedLines b) {
        new PatienceMatcher(a, b).markRegion();
    }

    // Git's patience_diff.
    private void markRegion() {
        Collection<SeenLine> seen = findCommonLines();
        if (seen.isEmpty()) {
            a.markAll();
            b.markAll();
            return;
        }
        List<SeenLine> kept = findLongestSequence(seen);
        if (kept.isEmpty()) {
            MyersMatcher.markChanges(a, b, false);
        } else {
            splitAt(kept);
        }
    }

    // Git's fill_hashmap: the lines that both texts have, in the order in which they are first in a.
    private Collection<SeenLine> findCommonLines() {
        Map<Integer, SeenLine> seen = new LinkedHashMap<>();
        for (int at = 0; at < a.size(); at++) {
            SeenLine earlier = seen.putIfAbsent(a.line(at), new SeenLine(at));
            if (earlier != null) {
                earlier.isRepeated = true;
            }
        }
        for (int at = 0; at < b.size(); at++) {
            SeenLine line = seen.get(b.line(at));
            if (line != null) {
                line.isRepeated |= line.isCommon();
                line.inB = at;
            }
        }
        seen.values().removeIf(line -> !line.isCommon());
        return seen.values();
    }

    // Git's find_longest_common_sequence. For each length it holds the sequence whose last line is the earliest in b,
    // so a line is put behind the longest sequence that ends before this line. Example: of c, a and b in a, which b has
    // as abc, first c is a sequence, then a replaces c, for it is earlier in b, and then b makes it the sequence ab.
    private static List<SeenLine> findLongestSequence(Collection<SeenLine> lines) {
        List<SeenLine> lastOfLength = new ArrayList<>();
        for (SeenLine line : lines) {
            if (!line.isRepeated) {
                int length = countSmaller(lastOfLength, line.inB);
                line.previous = length == 0 ? null : lastOfLength.get(length - 1);
                if (length == lastOfLength.size()) {
                    lastOfLength.add(line);
                } else {
                    lastOfLength.set(length, line);
                }
            }
        }
        List<SeenLine> sequence = new ArrayList<>();
        SeenLine line = lastOfLength.isEmpty() ? null : lastOfLength.get(lastOfLength.size() - 1);
        while (line != null) {
            sequence.add(line);
            line = line.previous;
        }
        Collections.reverse(sequence);
        return sequence;
    }

    // The list is sorted, for a longer sequence ends later in b.
    private static int countSmaller(List<SeenLine> sorted, int inB) {
        int from = 0;
        int end = sorted.size();
        while (from < end) {
            int middle = (from + end) >>> 1;
            if (sorted.get(middle).inB < inB) {
                from = middle + 1;
            } else {
                end = middle;
            }
        }
        return from;
    }

    // Git's walk_common_sequence.
    private void splitAt(List<SeenLine> kept) {
        int fromA = 0;
        int fromB = 0;
        for (SeenLine line : kept) {
            // Equal lines just before a kept one are kept as well.
            int endA = line.inA;
            int endB = line.inB;
            while (endA > fromA && endB > fromB && a.line(endA - 1) == b.line(endB - 1)) {
                endA--;
                endB--;
            }
            markPart(fromA, endA, fromB, endB);
            fromA = line.inA + 1;
            fromB = line.inB + 1;
        }
        markPart(fromA, a.size(), fromB, b.size());
    }

    private void markPart(int startA, int endA, int startB, int endB) {
        int fromA = startA;
        int fromB = startB;
        // Equal lines just after a kept one are kept too.
        while (fromA < endA && fromB < endB && a.line(fromA) == b.line(fromB)) {
            fromA++;
            fromB++;
        }
        if (fromA < endA || fromB < endB) {
            markChanges(a.part(fromA, endA), b.part(fromB, endB));
        }
    }

    /** A line of a, where it is in both texts, and what stands before it in the longest sequence that it ends. */
    private static final class SeenLine {
        private static final int NOWHERE = -1;

        private final int inA;
        private int inB = NOWHERE;
        private boolean isRepeated;
        private @Nullable SeenLine previous;

        SeenLine(int inA) {
            this.inA = inA;
        }

        boolean isCommon() {
            return inB != NOWHERE;
        }
    }
}

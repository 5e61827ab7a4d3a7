package dev.reconciler.git.diff;

import java.util.Arrays;

/**
 * Lines of one text that follow each other, counted from 0, and which of them are marked as changed. A part shares lines
 * and marks with the whole. In examples a mark is a plus: {@code abc} with {@code .+.} says that b is changed.
 */
final class MarkedLines {
    private final int[] lines;
    private final boolean[] changed;
    private final int from;
    private final int size;

    private MarkedLines(int[] lines, boolean[] changed, int from, int size) {
        this.lines = lines;
        this.changed = changed;
        this.from = from;
        this.size = size;
    }

    /** A whole text. */
    static MarkedLines of(int[] lines, boolean[] changed) {
        return new MarkedLines(lines, changed, 0, lines.length);
    }

    /** The lines {@code start} to {@code end} of these; the last one is not included. */
    MarkedLines part(int start, int end) {
        return new MarkedLines(lines, changed, from + start, end - start);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int line(int at) {
        return lines[from + at];
    }

    /** A copy of the lines. */
    int[] toArray() {
        return Arrays.copyOfRange(lines, from, from + size);
    }

    void markAll() {
        Arrays.fill(changed, from, from + size, true);
    }

    void unmarkAll() {
        Arrays.fill(changed, from, from + size, false);
    }

    void mark(int at) {
        changed[from + at] = true;
    }
}

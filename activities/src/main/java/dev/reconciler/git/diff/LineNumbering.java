package dev.reconciler.git.diff;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the lines of all texts that are compared with each other: equal lines have equal numbers, so that {@link
 * LineDiff} compares numbers and no bytes. Git's {@code xdl_classify_record} does the same.
 */
public final class LineNumbering {
    private final Map<ByteBuffer, Integer> numbers = new HashMap<>();

    /** Numbers the lines of one more text. */
    public NumberedText text(byte[] raw) {
        return new NumberedText(raw, numbers);
    }

    // The places where the lines start, and after them the end of the text: line i goes from starts[i] to starts[i +
    // 1]. Example, with / for a line feed: "ab/c" starts at 0 and 3 and ends at 4; "ab/c/" starts at 0 and 3 and ends
    // at 5.
    private static int[] findLineStarts(byte[] raw) {
        int count = 0;
        for (byte each : raw) {
            count += each == '\n' ? 1 : 0;
        }
        // A last line without a line feed is a line as well, and no line feed has counted it.
        boolean unfinished = raw.length > 0 && raw[raw.length - 1] != '\n';
        int[] starts = new int[count + (unfinished ? 2 : 1)];
        int line = 0;
        for (int at = 0; at < raw.length; at++) {
            if (raw[at] == '\n') {
                starts[++line] = at + 1;
            }
        }
        starts[starts.length - 1] = raw.length;
        return starts;
    }

    /** One text. A line includes its line feed, so {@code c} at the end of a text without one is another line. */
    public static final class NumberedText {
        private final byte[] raw;
        private final int[] starts;
        private final int[] lines;

        private NumberedText(byte[] raw, Map<ByteBuffer, Integer> numbers) {
            this.raw = raw;
            this.starts = findLineStarts(raw);
            this.lines = new int[starts.length - 1];
            for (int i = 0; i < lines.length; i++) {
                // The map compares the bytes of the line where they stand. Nothing is copied.
                ByteBuffer line = ByteBuffer.wrap(raw, starts[i], starts[i + 1] - starts[i]);
                lines[i] = numbers.computeIfAbsent(line, unseen -> numbers.size());
            }
        }

        /** How many lines the text has. */
        public int size() {
            return lines.length;
        }

        /** The numbers of the lines {@code from} to {@code to}; the last one is not included. */
        public int[] numbers(int from, int to) {
            return Arrays.copyOfRange(lines, from, to);
        }

        /** The numbers of all lines: the array itself, not a copy, and never to be changed. */
        public int[] numbers() {
            return lines;
        }

        /** The bytes of the text: the array itself, not a copy, and never to be changed. */
        public byte[] raw() {
            return raw;
        }

        /** Where a line starts, in bytes; the end of the text for the line after the last. */
        public int start(int line) {
            return starts[line];
        }
    }
}

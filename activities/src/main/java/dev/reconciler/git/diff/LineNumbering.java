package dev.reconciler.git.diff;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Texts that are compared with each other, as lines that know their number: equal lines have equal numbers. */
public final class LineNumbering {
    private final Map<ByteBuffer, Integer> numbers = new HashMap<>();

    /** One text. A line includes its line feed, so a last line without one is another line. */
    public final class NumberedText {
        private final byte[] raw;
        private final int[] starts;
        private final int[] lines;

        private NumberedText(byte[] raw) {
            this.raw = raw;
            this.starts = findLineStarts(raw);
            this.lines = new int[starts.length - 1];
            for (int i = 0; i < lines.length; i++) {
                ByteBuffer line = ByteBuffer.wrap(raw, starts[i], starts[i + 1] - starts[i]);
                lines[i] = numbers.computeIfAbsent(line, unseen -> numbers.size());
            }
        }

        public int size() {
            return lines.length;
        }

        /** The numbers of those lines. */
        public int[] numbers(int from, int to) {
            return Arrays.copyOfRange(lines, from, to);
        }

        public int[] numbers() {
            return lines;
        }

        public byte[] raw() {
            return raw;
        }

        public int start(int line) {
            return starts[line];
        }
    }

    public NumberedText text(byte[] raw) {
        return new NumberedText(raw);
    }

    private static int[] findLineStarts(byte[] raw) {
        int count = 0;
        for (byte each : raw) {
            count += each == '\n' ? 1 : 0;
        }
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
}

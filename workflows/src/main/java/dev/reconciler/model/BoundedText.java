package dev.reconciler.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text that others wrote, short enough to be kept: a hook of the remote may print megabytes, and Temporal refuses a failure
 * or a result that large. The beginning says what happened and the end says why, so both stay.
 */
public final class BoundedText {
    /** How many bytes of UTF-8 a text has at most, with the words that stand for what was left out. */
    public static final int LIMIT = 4096;

    // Room for the words between the two, with any count of bytes.
    private static final int PART = (LIMIT - 64) / 2;

    private BoundedText() {}

    /** The text itself where it is short, else its beginning and its end, and how much was left out between them. */
    public static String bound(String text) {
        // No char of Java has more than three bytes: most texts need not be counted.
        if (text.length() <= LIMIT / 3) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LIMIT) {
            return text;
        }
        int headEnd = findStartOfLetter(bytes, PART);
        int tailStart = findStartOfLetter(bytes, bytes.length - PART);
        return decode(bytes, 0, headEnd)
                + "\n[... " + (tailStart - headEnd) + " bytes left out ...]\n"
                + decode(bytes, tailStart, bytes.length);
    }

    // A byte 10xxxxxx goes on with the letter before it.
    private static int findStartOfLetter(byte[] bytes, int from) {
        int start = from;
        while ((bytes[start] & 0xc0) == 0x80) {
            start--;
        }
        return start;
    }

    private static String decode(byte[] bytes, int from, int to) {
        return new String(Arrays.copyOfRange(bytes, from, to), StandardCharsets.UTF_8);
    }
}

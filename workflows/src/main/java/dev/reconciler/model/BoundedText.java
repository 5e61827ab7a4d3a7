package dev.reconciler.model;

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
        int bytes = countBytes(text, 0, text.length());
        if (bytes <= LIMIT) {
            return text;
        }
        int headEnd = findHeadEnd(text);
        int tailStart = findTailStart(text);
        String leftOut = "\n[... " + countBytes(text, headEnd, tailStart) + " bytes left out ...]\n";
        return text.substring(0, headEnd) + leftOut + text.substring(tailStart);
    }

    private static int findHeadEnd(String text) {
        int end = 0;
        int bytes = 0;
        while (true) {
            int letter = text.codePointAt(end);
            bytes += countBytes(letter);
            if (bytes > PART) {
                return end;
            }
            end += Character.charCount(letter);
        }
    }

    private static int findTailStart(String text) {
        int start = text.length();
        int bytes = 0;
        while (true) {
            int letter = text.codePointBefore(start);
            bytes += countBytes(letter);
            if (bytes > PART) {
                return start;
            }
            start -= Character.charCount(letter);
        }
    }

    // Counted here, since workflow code does without java.nio, charsets included.
    private static int countBytes(String text, int from, int to) {
        int bytes = 0;
        for (int at = from; at < to; at += Character.charCount(text.codePointAt(at))) {
            bytes += countBytes(text.codePointAt(at));
        }
        return bytes;
    }

    private static int countBytes(int letter) {
        if (letter < 0x80) {
            return 1;
        } else if (letter < 0x800) {
            return 2;
        }
        return letter < 0x10000 ? 3 : 4;
    }
}

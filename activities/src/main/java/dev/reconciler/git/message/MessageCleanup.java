package dev.reconciler.git.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Which lines git takes out of a message: its setting {@code commit.cleanup}. */
enum MessageCleanup {
    /** None. */
    VERBATIM,
    /** Blank lines at both ends, all but one of several between, and the blanks at the ends of lines. */
    WHITESPACE,
    /** The same, and the lines that begin as comments do. */
    STRIP;

    /** The cleanup that git means by a word; none for one that git does not know, which it warns of. */
    static MessageCleanup named(String word) {
        return switch (word) {
            // A rebase opens no editor, and so there are no scissors to cut at.
            case "whitespace", "scissors" -> WHITESPACE;
            case "strip" -> STRIP;
            default -> VERBATIM;
        };
    }

    /**
     * Cleans a message. Git's name is {@code strbuf_stripspace}.
     *
     * @param comment what a comment begins with
     */
    byte[] cleanUp(byte[] message, String comment) {
        if (this == VERBATIM) {
            return message;
        }
        byte[] marker = comment.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream cleaned = new ByteArrayOutputStream(message.length + 1);
        boolean isAfterBlank = false;
        for (int start = 0; start < message.length; ) {
            int end = findLineEnd(message, start);
            int textEnd = trimBlanks(message, start, end);
            if (this != STRIP || !startsWith(message, start, end, marker)) {
                if (textEnd == start) {
                    isAfterBlank = true;
                } else {
                    // Blank lines are written once there is a text after them, and before them.
                    if (isAfterBlank && cleaned.size() > 0) {
                        cleaned.write('\n');
                    }
                    cleaned.write(message, start, textEnd - start);
                    cleaned.write('\n');
                    isAfterBlank = false;
                }
            }
            start = end + 1;
        }
        return cleaned.toByteArray();
    }

    private static int findLineEnd(byte[] message, int start) {
        int end = start;
        while (end < message.length && message[end] != '\n') {
            end++;
        }
        return end;
    }

    private static int trimBlanks(byte[] message, int start, int end) {
        int textEnd = end;
        while (textEnd > start && isBlank(message[textEnd - 1])) {
            textEnd--;
        }
        return textEnd;
    }

    private static boolean startsWith(byte[] message, int start, int end, byte[] marker) {
        return Arrays.equals(message, start, Math.min(end, start + marker.length), marker, 0, marker.length);
    }

    /** What git takes for a blank; a form feed is none. */
    static boolean isBlank(byte each) {
        return each == ' ' || each == '\t' || each == '\r' || each == '\n';
    }
}

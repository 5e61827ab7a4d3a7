package dev.reconciler.git.attributes;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that stands in double quotes, as one with a space in it must. Within the quotes a backslash escapes as in the
 * language C: {@code "a\040b\t\"c\""}. Git's name is {@code unquote_c_style}.
 *
 * @param text without the quotes and the escapes
 * @param end the place in the line after the second quote
 */
@SuppressWarnings("ArrayRecordComponent")
record QuotedPattern(byte[] text, int end) {
    private static final String LETTERS = "abfnrtv\"\\";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b\"\\";

    /** Reads the pattern that begins at that quote; null where the second quote is missing or an escape means nothing. */
    static @Nullable QuotedPattern parse(byte[] line, int quote) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int at = quote + 1;
        while (at < line.length && line[at] != '"') {
            if (line[at] != '\\') {
                text.write(line[at++]);
                continue;
            }
            int letter = at + 1 < line.length ? LETTERS.indexOf(line[at + 1]) : -1;
            if (letter >= 0) {
                text.write(MEANINGS.charAt(letter));
                at += 2;
            } else {
                int octal = parseOctal(line, at + 1);
                if (octal < 0) {
                    return null;
                }
                text.write(octal);
                at += 4;
            }
        }
        return at < line.length ? new QuotedPattern(text.toByteArray(), at + 1) : null;
    }

    /** Three digits that make a byte; negative for anything else. */
    private static int parseOctal(byte[] line, int start) {
        if (start + 3 > line.length) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < start + 3; i++) {
            if (line[i] < '0' || line[i] > '7') {
                return -1;
            }
            value = value * 8 + line[i] - '0';
        }
        return value < 256 ? value : -1;
    }
}

package dev.reconciler.git.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/**
 * A text encoding by the name that git's settings and the header {@code encoding} of a commit give it. Git's functions are
 * {@code same_encoding} and {@code reencode_string}.
 */
record TextEncoding(String name) {
    static final TextEncoding UTF_8 = new TextEncoding("UTF-8");

    // The last code points of one, two and three bytes each.
    private static final int[] LAST = {0x7f, 0x7ff, 0xffff, 0x10ffff};

    boolean isUtf8() {
        return isSame(UTF_8);
    }

    /** Whether both names mean one encoding; git knows no aliases but those of the UTFs, as UTF8 for UTF-8. */
    boolean isSame(TextEncoding other) {
        return simplifyName(name).equals(simplifyName(other.name));
    }

    private static String simplifyName(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("^utf-", "utf");
    }

    /** The text in another encoding; the very same bytes where either encoding is unknown, or one of them lacks a letter. */
    byte[] recode(byte[] text, TextEncoding other) {
        try {
            CharBuffer letters = findCharset()
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text));
            ByteBuffer recoded = other.findCharset()
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(letters);
            byte[] bytes = new byte[recoded.remaining()];
            recoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException
                | IllegalCharsetNameException
                | UnsupportedCharsetException
                | UnsupportedOperationException notPossible) {
            return text;
        }
    }

    private Charset findCharset() {
        return name.equalsIgnoreCase("latin-1") ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
    }

    /**
     * A text that is UTF-8 throughout: each byte that is not part of a letter is taken for a letter of Latin-1. Git's name
     * is {@code ensure_utf8}.
     */
    static byte[] repairUtf8(byte[] text) {
        ByteArrayOutputStream repaired = new ByteArrayOutputStream(text.length);
        for (int at = 0; at < text.length; ) {
            int length = measureLetter(text, at);
            if (length > 0) {
                repaired.write(text, at, length);
                at += length;
            } else {
                int letter = text[at++] & 0xff;
                repaired.write(0xc0 + (letter >> 6));
                repaired.write(0x80 + (letter & 0x3f));
            }
        }
        return repaired.toByteArray();
    }

    /** How many bytes the letter has that begins there; zero where the bytes are no letter in UTF-8. */
    private static int measureLetter(byte[] text, int start) {
        int first = text[start] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        // 110xxxxx begins a letter of two bytes, 1110xxxx one of three, 11110xxx one of four.
        int more = Integer.numberOfLeadingZeros(~(first << 24)) - 1;
        if (more < 1 || more > 3 || start + more >= text.length) {
            return 0;
        }
        int letter = first & (0x3f >> more);
        for (int i = 1; i <= more; i++) {
            if ((text[start + i] & 0xc0) != 0x80) {
                return 0;
            }
            letter = (letter << 6) | (text[start + i] & 0x3f);
        }
        return isLetter(letter, LAST[more - 1] + 1, LAST[more]) ? more + 1 : 0;
    }

    // Git takes no letter with more bytes than it needs, no half of a pair of UTF-16, and nothing that Unicode says
    // will never be a letter.
    private static boolean isLetter(int letter, int least, int most) {
        boolean isSurrogate = letter >= 0xd800 && letter <= 0xdfff;
        boolean isNoCharacter = (letter & 0xfffe) == 0xfffe || (letter >= 0xfdd0 && letter <= 0xfdef);
        return letter >= least && letter <= most && !isSurrogate && !isNoCharacter;
    }
}

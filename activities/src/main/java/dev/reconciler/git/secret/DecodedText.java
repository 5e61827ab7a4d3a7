package dev.reconciler.git.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as it reads without its encodings: percent signs, the escapes of JSON and HTML, once or several times, and what
 * breaks or quotes a word. Each letter knows which part of the text it stands for.
 *
 * <p>{@code a%252Fb} and {@code a\/b} read {@code a/b}. A letter is a byte of UTF-8. The two letters that base64 has in
 * URLs are those of other base64. It serves to find a text, not to show it.
 */
final class DecodedText {
    /** More often than that nobody encodes. */
    private static final int MOST_ROUNDS = 4;

    private static final Pattern ESCAPE = Pattern.compile("%(?<octet>[0-9A-Fa-f]{2})|\\\\u(?<json>[0-9A-Fa-f]{4})"
            + "|&#[xX](?<hex>[0-9A-Fa-f]{1,4});|&#(?<decimal>\\d{1,5});|&(?<name>amp|lt|gt|quot|apos);");

    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");
    private static final String BREAKS = "|\\'\"";
    private static final int HEX = 16;
    private static final int OCTET = 0xff;

    private final StringBuilder letters = new StringBuilder();
    private int[] starts = new int[64];
    private int[] ends = new int[64];

    private DecodedText() {}

    static DecodedText of(String text) {
        DecodedText decoded = ofBytes(text);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            DecodedText next = decoded.decodeOnce();
            if (next.letters.length() == decoded.letters.length()) {
                break;
            }
            decoded = next;
        }
        return decoded.joinWords();
    }

    private static DecodedText ofBytes(String text) {
        DecodedText bytes = new DecodedText();
        for (int at = 0; at < text.length(); ) {
            int end = at + Character.charCount(text.codePointAt(at));
            bytes.addText(text.substring(at, end), at, end);
            at = end;
        }
        return bytes;
    }

    private DecodedText decodeOnce() {
        DecodedText next = new DecodedText();
        Matcher escape = ESCAPE.matcher(letters);
        int at = 0;
        while (escape.find()) {
            next.copy(this, at, escape.start());
            next.addDecoded(escape, startOf(escape.start()), endOf(escape.end() - 1));
            at = escape.end();
        }
        next.copy(this, at, letters.length());
        return next;
    }

    private void addDecoded(Matcher escape, int start, int end) {
        String octet = escape.group("octet");
        if (octet == null) {
            addText(decode(escape), start, end);
        } else if (!isSpace(Integer.parseInt(octet, HEX))) {
            add(Integer.parseInt(octet, HEX), start, end);
        }
    }

    private static String decode(Matcher escape) {
        String name = escape.group("name");
        String decimal = escape.group("decimal");
        if (name != null) {
            return NAMED.getOrDefault(name, "");
        }
        if (decimal != null) {
            return String.valueOf((char) Integer.parseInt(decimal));
        }
        String json = escape.group("json");
        return String.valueOf((char) Integer.parseInt(json == null ? escape.group("hex") : json, HEX));
    }

    private DecodedText joinWords() {
        DecodedText joined = new DecodedText();
        for (int at = 0; at < letters.length(); at++) {
            char letter = letters.charAt(at);
            if (isLineEndOfJson(at)) {
                at++;
            } else if (BREAKS.indexOf(letter) < 0) {
                joined.add(letter == '-' ? '+' : letter == '_' ? '/' : letter, startOf(at), endOf(at));
            }
        }
        return joined;
    }

    private boolean isLineEndOfJson(int at) {
        return letters.charAt(at) == '\\' && at + 1 < letters.length() && "nrt".indexOf(letters.charAt(at + 1)) >= 0;
    }

    private void copy(DecodedText from, int start, int end) {
        for (int at = start; at < end; at++) {
            add(from.letters.charAt(at), from.startOf(at), from.endOf(at));
        }
    }

    private void addText(String character, int start, int end) {
        for (byte octet : character.getBytes(StandardCharsets.UTF_8)) {
            if (!isSpace(octet & OCTET)) {
                add(octet & OCTET, start, end);
            }
        }
    }

    private void add(int letter, int start, int end) {
        int count = letters.length();
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        letters.append((char) letter);
        starts[count] = start;
        ends[count] = end;
    }

    private static boolean isSpace(int letter) {
        return letter <= ' ' || letter == 0x7f;
    }

    String letters() {
        return letters.toString();
    }

    /** Where in the text the part of that letter begins. */
    int startOf(int letter) {
        return starts[letter];
    }

    /** Where in the text the part of that letter ends. */
    int endOf(int letter) {
        return ends[letter];
    }
}

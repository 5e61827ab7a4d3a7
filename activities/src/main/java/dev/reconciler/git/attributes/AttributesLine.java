package dev.reconciler.git.attributes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of an attribute file: {@code *.x text -diff}, or a macro: {@code [attr]binary -diff -merge -text}. Git's names
 * are {@code parse_attr_line} and {@code struct match_attr}.
 *
 * @param pattern what the line is about; null for a macro
 * @param macro the attribute that stands for the others of the line; null for no macro
 * @param words the attributes in the order of the line
 */
record AttributesLine(
        @Nullable PathPattern pattern, @Nullable String macro, List<AttributeWord> words) {
    // Git's ATTR_MAX_LINE_LENGTH: a line is shorter, or it counts for nothing.
    private static final int TOO_LONG = 2048;
    private static final byte[] MACRO = "[attr]".getBytes(StandardCharsets.US_ASCII);

    AttributesLine {
        words = List.copyOf(words);
    }

    /**
     * Reads one line.
     *
     * @param isMacroAllowed git takes macros only where a repository's own directories can't contradict each other
     * @return null where the line says nothing: blank, a comment, or one that git ignores with a warning
     */
    static @Nullable AttributesLine parse(byte[] line, boolean isMacroAllowed) {
        int start = skipBlanks(line, 0);
        if (start == line.length || line[start] == '#' || line.length >= TOO_LONG) {
            return null;
        }
        // A quote that is not closed, or that has an unknown escape in it, is part of the pattern.
        QuotedPattern quoted = line[start] == '"' ? QuotedPattern.parse(line, start) : null;
        byte[] name = quoted == null ? Arrays.copyOfRange(line, start, skipWord(line, start)) : cutAtNul(quoted.text());
        List<AttributeWord> words = parseWords(line, quoted == null ? start + name.length : quoted.end());
        if (words == null) {
            return null;
        }
        if (name.length > MACRO.length && Arrays.equals(MACRO, Arrays.copyOf(name, MACRO.length))) {
            String macro = readMacroName(name);
            return isMacroAllowed && AttributeWord.isName(macro) ? new AttributesLine(null, macro, words) : null;
        }
        // Git knows no exceptions here: !f is ignored, and \!f is the file !f.
        boolean isNegative = name.length > 0 && name[0] == '!';
        return isNegative ? null : new AttributesLine(PathPattern.of(name), null, words);
    }

    /** Null where one of the words is none: then the whole line counts for nothing. */
    private static @Nullable List<AttributeWord> parseWords(byte[] line, int from) {
        List<AttributeWord> words = new ArrayList<>();
        int at = skipBlanks(line, from);
        while (at < line.length) {
            int end = skipWord(line, at);
            AttributeWord word = AttributeWord.parse(new String(line, at, end - at, StandardCharsets.UTF_8));
            if (word == null) {
                return null;
            }
            words.add(word);
            at = skipBlanks(line, end);
        }
        return words;
    }

    // Within quotes there may be blanks around the name: "[attr] name".
    private static String readMacroName(byte[] pattern) {
        int start = skipBlanks(pattern, MACRO.length);
        return new String(pattern, start, skipWord(pattern, start) - start, StandardCharsets.UTF_8);
    }

    // For git a pattern ends at a NUL byte, which only an escape can make: "a\000b" is a.
    private static byte[] cutAtNul(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0) {
                return Arrays.copyOf(text, i);
            }
        }
        return text;
    }

    private static int skipBlanks(byte[] line, int from) {
        int at = from;
        while (at < line.length && isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private static int skipWord(byte[] line, int from) {
        int at = from;
        while (at < line.length && !isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte each) {
        return each == ' ' || each == '\t' || each == '\r' || each == '\n';
    }

    /**
     * One word behind the pattern.
     *
     * @param name the attribute
     */
    record AttributeWord(String name, AttributeState state) {
        // Git keeps these names for itself.
        private static final String RESERVED = "builtin_";

        /** Reads {@code name}, {@code -name}, {@code !name} or {@code name=value}; null where there is no valid name. */
        static @Nullable AttributeWord parse(String word) {
            boolean isSigned = word.startsWith("-") || word.startsWith("!");
            int equals = word.indexOf('=');
            String name = word.substring(isSigned ? 1 : 0, equals < 0 ? word.length() : equals);
            if (!isName(name)) {
                return null;
            }
            // The sign comes first: of -name=value git reads -name.
            if (isSigned) {
                return new AttributeWord(
                        name, word.startsWith("-") ? AttributeState.UNSET : AttributeState.UNSPECIFIED);
            }
            return new AttributeWord(
                    name, equals < 0 ? AttributeState.SET : AttributeState.ofValue(word.substring(equals + 1)));
        }

        /** Git's {@code attr_name_valid} and {@code attr_name_reserved}. */
        static boolean isName(String text) {
            return !text.isEmpty()
                    && text.charAt(0) != '-'
                    && !text.startsWith(RESERVED)
                    && text.chars().allMatch(AttributeWord::isNameLetter);
        }

        private static boolean isNameLetter(int each) {
            return each == '-'
                    || each == '.'
                    || each == '_'
                    || (each >= '0' && each <= '9')
                    || (each >= 'a' && each <= 'z')
                    || (each >= 'A' && each <= 'Z');
        }
    }
}

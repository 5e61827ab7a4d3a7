package dev.reconciler.git.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of one file of settings, in git's syntax, as git does; {@code git_parse_source} in git's {@code
 * config.c}.
 *
 * <p>The library's own reader takes some texts that git refuses, and loses the order between sections, on which it
 * depends what an included file overrides.
 */
final class SettingsParser {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int END = -1;

    private final String text;
    private final List<Setting> settings = new ArrayList<>();
    private int position;
    private int line = 1;
    private String section = "";
    private @Nullable String subsection;

    private SettingsParser(String text) {
        this.text = text;
    }

    /**
     * Parses a text.
     *
     * @throws MalformedSettingsException if git would call a line bad
     */
    static List<Setting> parse(String text) throws MalformedSettingsException {
        SettingsParser parser = new SettingsParser(text);
        parser.parseLines();
        return parser.settings;
    }

    private void parseLines() throws MalformedSettingsException {
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            position++;
        }
        for (int next = read(); next != END; next = read()) {
            if (next == '#' || next == ';') {
                skipLine();
            } else if (next == '[') {
                parseSection();
            } else if (isLetter(next)) {
                parseSetting(next);
            } else if (!isSpace(next)) {
                throw newFault();
            }
        }
    }

    // [section], [section "subsection"], or the older [section.subsection], whose subsection is in lower case.
    private void parseSection() throws MalformedSettingsException {
        StringBuilder name = new StringBuilder();
        int next = read();
        for (; isKeyCharacter(next) || next == '.'; next = read()) {
            name.append((char) next);
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        section = dot < 0 ? lower : lower.substring(0, dot);
        subsection = dot < 0 ? null : lower.substring(dot + 1);
        if (isSpace(next)) {
            String quoted = parseQuotedSubsection(next);
            subsection = subsection == null ? quoted : subsection + "." + quoted;
            next = read();
        }
        if (next != ']') {
            throw newFault();
        }
    }

    private String parseQuotedSubsection(int first) throws MalformedSettingsException {
        int next = first;
        while (isSpace(next) && next != '\n') {
            next = read();
        }
        if (next != '"') {
            throw newFault();
        }
        StringBuilder quoted = new StringBuilder();
        for (next = read(); next != '"'; next = read()) {
            if (next == '\\') {
                next = read();
            }
            if (next == '\n' || next == END) {
                throw newFault();
            }
            quoted.append((char) next);
        }
        return quoted.toString();
    }

    private void parseSetting(int first) throws MalformedSettingsException {
        StringBuilder name = new StringBuilder();
        int next = first;
        for (; isKeyCharacter(next); next = read()) {
            name.append((char) next);
        }
        while (next == ' ' || next == '\t') {
            next = read();
        }
        if (next == '\n' || next == END) {
            settings.add(new Setting(section, subsection, name.toString(), null));
        } else if (next == '=') {
            settings.add(new Setting(section, subsection, name.toString(), parseValue()));
        } else {
            throw newFault();
        }
    }

    // Spaces count between words and inside quotes, but not at either end of the value.
    private String parseValue() throws MalformedSettingsException {
        StringBuilder value = new StringBuilder();
        int meant = 0;
        boolean quoted = false;
        for (int next = read(); next != '\n' && next != END; next = read()) {
            if (isSpace(next) && !quoted) {
                if (!value.isEmpty()) {
                    value.append((char) next);
                }
                continue;
            }
            if (!quoted && (next == ';' || next == '#')) {
                skipLine();
                break;
            }
            if (next == '"') {
                quoted = !quoted;
            } else if (next == '\\') {
                int escaped = read();
                // A line that ends with a backslash goes on in the next one, if there is one.
                if (escaped != '\n' && escaped != END) {
                    value.append(unescape(escaped));
                }
            } else {
                value.append((char) next);
            }
            meant = value.length();
        }
        if (quoted) {
            throw newFault();
        }
        return value.substring(0, meant);
    }

    private char unescape(int escaped) throws MalformedSettingsException {
        return switch (escaped) {
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'n' -> '\n';
            case '\\', '"' -> (char) escaped;
            default -> throw newFault();
        };
    }

    private void skipLine() {
        int next = read();
        while (next != '\n' && next != END) {
            next = read();
        }
    }

    private int read() {
        if (position >= text.length()) {
            return END;
        }
        char next = text.charAt(position++);
        // A carriage return counts unless it is part of the line's end.
        if (next == '\r' && position < text.length() && text.charAt(position) == '\n') {
            next = text.charAt(position++);
        }
        if (next == '\n') {
            line++;
        }
        return next;
    }

    private MalformedSettingsException newFault() {
        int at = position > 0 && position <= text.length() && text.charAt(position - 1) == '\n' ? line - 1 : line;
        return new MalformedSettingsException("bad config line " + at);
    }

    private static boolean isSpace(int character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private static boolean isLetter(int character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private static boolean isKeyCharacter(int character) {
        return isLetter(character) || (character >= '0' && character <= '9') || character == '-';
    }

    /** The text has a line that git would call bad. */
    static final class MalformedSettingsException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedSettingsException(String message) {
            super(message);
        }
    }
}

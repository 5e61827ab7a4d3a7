package dev.reconciler.git.settings;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of git's for paths, in which {@code *} and {@code ?} do not match a slash and {@code **} between slashes does:
 * {@code wildmatch} with {@code WM_PATHNAME} in git's {@code wildmatch.c}.
 */
final class GlobPattern {
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int position;

    private GlobPattern(String glob) {
        this.glob = glob;
    }

    /** Whether a pattern matches all of a text; one that is malformed matches nothing. */
    static boolean matches(String glob, String text, boolean ignoresCase) {
        try {
            int flags = Pattern.DOTALL | (ignoresCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
            return Pattern.compile(new GlobPattern(glob).translate(), flags)
                    .matcher(text)
                    .matches();
        } catch (PatternSyntaxException malformed) {
            return false;
        }
    }

    private String translate() {
        while (position < glob.length()) {
            char next = glob.charAt(position++);
            switch (next) {
                case '*' -> translateStars();
                case '?' -> regex.append("[^/]");
                case '[' -> translateSet();
                case '\\' -> appendLiteral(position < glob.length() ? glob.charAt(position++) : next);
                default -> appendLiteral(next);
            }
        }
        return regex.toString();
    }

    // Of a/**/b the two stars match any number of folders, also none. Elsewhere two stars are one.
    private void translateStars() {
        int first = position - 1;
        while (position < glob.length() && glob.charAt(position) == '*') {
            position++;
        }
        boolean begins = first == 0 || glob.charAt(first - 1) == '/';
        boolean ends = position == glob.length() || glob.charAt(position) == '/';
        if (position - first < 2 || !begins || !ends) {
            regex.append("[^/]*");
        } else if (position == glob.length()) {
            regex.append(".*");
        } else {
            position++;
            regex.append("(?:.*/)?");
        }
    }

    private void translateSet() {
        int end = glob.indexOf(']', position + 1);
        if (end < 0) {
            throw new PatternSyntaxException("a set without an end", glob, position);
        }
        String set = glob.substring(position, end);
        boolean isNegated = set.startsWith("!") || set.startsWith("^");
        regex.append("(?!/)[").append(isNegated ? "^" : "");
        regex.append((isNegated ? set.substring(1) : set).replaceAll("([\\[&^])", "\\\\$1"));
        regex.append(']');
        position = end + 1;
    }

    private void appendLiteral(char literal) {
        regex.append(Pattern.quote(String.valueOf(literal)));
    }
}

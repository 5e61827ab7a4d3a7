package dev.reconciler.worker.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values as messages may show them: quoted, on one line, and without what could be a password or token. */
public final class SafeQuoting {
    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]{0,15}://).*", Pattern.DOTALL);
    private static final Pattern SECRET_PART = Pattern.compile("[@?#]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST = 100;

    private SafeQuoting() {}

    /** The value, or as much of it as can't hold a secret: nothing before an '@', nothing after a '?' or '#'. */
    public static String quoteValue(String text) {
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.matches() && SECRET_PART.matcher(text).find()) {
            return quoteLine(scheme.group(1) + "…");
        }
        String bare = text.replaceFirst("(?s)[?#].*", "…");
        int at = bare.lastIndexOf('@');
        return quoteLine(at < 0 ? bare : "…" + bare.substring(at));
    }

    /** Only the scheme of a URL: for those that are too malformed to tell a host from a password. */
    public static String quoteScheme(String text) {
        Matcher scheme = SCHEME.matcher(text);
        return quoteLine(scheme.matches() ? scheme.group(1) + "…" : "…");
    }

    private static String quoteLine(String text) {
        String line = CONTROL.matcher(text).replaceAll("?");
        return "'" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "'";
    }
}

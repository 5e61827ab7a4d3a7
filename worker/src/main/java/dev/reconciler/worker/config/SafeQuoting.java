package dev.reconciler.worker.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quotes values for messages: on one line, and without the parts that could be a password or token. */
public final class SafeQuoting {
    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]{0,15}://).*", Pattern.DOTALL);
    private static final Pattern SECRET_PART = Pattern.compile("[@?#]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST = 100;

    private SafeQuoting() {}

    /**
     * Quotes the value, or the parts of it that can't hold a secret: nothing before an '@', nothing after a '?' or '#'.
     */
    public static String quoteValue(String text) {
        Matcher scheme = SCHEME.matcher(text);
        // With a scheme: "https://bot:s3cret@host/x" becomes "https://…"; which '@' ends the password is not certain.
        if (scheme.matches() && SECRET_PART.matcher(text).find()) {
            return quoteLine(scheme.group(1) + "…");
        }
        // Without a scheme: "bot:s3cret@host:x?token=t" becomes "…@host:x…".
        String bare = text.replaceFirst("(?s)[?#].*", "…");
        int at = bare.lastIndexOf('@');
        return quoteLine(at < 0 ? bare : "…" + bare.substring(at));
    }

    /** Quotes only the scheme of a URL: the rest may be too malformed to tell a host from a password. */
    public static String quoteScheme(String text) {
        Matcher scheme = SCHEME.matcher(text);
        return quoteLine(scheme.matches() ? scheme.group(1) + "…" : "…");
    }

    private static String quoteLine(String text) {
        String line = CONTROL.matcher(text).replaceAll("?");
        return "'" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "'";
    }
}

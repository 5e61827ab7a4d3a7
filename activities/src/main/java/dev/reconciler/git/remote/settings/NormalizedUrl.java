package dev.reconciler.git.remote.settings;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL in the one form in which git compares URLs: scheme and host in lower case, no default port, a path without
 * {@code .} and {@code ..}, and only those characters escaped that have to be.
 *
 * <p>Follows {@code url_normalize_1} in git's {@code urlmatch.c}.
 *
 * @param user the user with the password; null where the URL has none
 * @param port empty for the scheme's default one
 * @param path what follows the host, with a slash in front, and the query
 */
public record NormalizedUrl(String scheme, @Nullable String user, String host, String port, String path) {
    private static final Pattern URL = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://(?:([^@/?#]*)@)?"
                    + "((?:\\[[0-9A-Fa-f:.]*]|[A-Za-z0-9._*\\[\\]-])*)(?::(\\d*))?(?:([/?#].*)?)",
            Pattern.DOTALL);

    /** Escaped wherever they stand; a reserved character stays as it was written, escaped or not. */
    private static final String UNSAFE = " <>\"%{}|\\^`";

    private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

    /** Reads a URL; empty where git would call it invalid. A host may have {@code *} for one of its parts. */
    public static Optional<NormalizedUrl> parse(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return Optional.empty();
        }
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        String host = url.group(3).toLowerCase(Locale.ROOT);
        Optional<String> user = Optional.ofNullable(url.group(2)).flatMap(NormalizedUrl::normalizeEscapes);
        Optional<String> port = normalizePort(scheme, url.group(4));
        Optional<String> path = normalizePath(url.group(5) == null ? "/" : url.group(5));
        boolean isWrong = (host.isEmpty() && !scheme.equals("file"))
                || (url.group(2) != null && user.isEmpty())
                || port.isEmpty()
                || path.isEmpty();
        return isWrong
                ? Optional.empty()
                : Optional.of(new NormalizedUrl(scheme, user.orElse(null), host, port.get(), path.get()));
    }

    private static Optional<String> normalizePort(String scheme, @Nullable String text) {
        String digits = text == null ? "" : text.replaceFirst("^0+(?=.)", "");
        if (digits.isEmpty()
                || (scheme.equals("http") && digits.equals("80"))
                || (scheme.equals("https") && digits.equals("443"))) {
            return Optional.of("");
        }
        boolean fits = digits.length() <= 5 && Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65_535;
        return fits ? Optional.of(digits) : Optional.empty();
    }

    private static Optional<String> normalizePath(String text) {
        int end = Math.min(indexOrEnd(text, '?'), indexOrEnd(text, '#'));
        Deque<String> parts = new ArrayDeque<>();
        String last = "";
        for (String part : text.substring(0, end).replaceFirst("^/", "").split("/", -1)) {
            Optional<String> normal = normalizeEscapes(part);
            if (normal.isEmpty()) {
                return Optional.empty();
            }
            last = normal.get();
            if (last.equals("..") && parts.pollLast() == null) {
                return Optional.empty();
            }
            if (!last.equals(".") && !last.equals("..")) {
                parts.addLast(last);
            }
        }
        // A path that ended with one of the two names a folder, without a slash behind it.
        return normalizeEscapes(text.substring(end)).map(query -> "/" + String.join("/", parts) + query);
    }

    private static int indexOrEnd(String text, char character) {
        int index = text.indexOf(character);
        return index < 0 ? text.length() : index;
    }

    private static Optional<String> normalizeEscapes(String text) {
        StringBuilder normal = new StringBuilder();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int character = bytes[i] & 0xff;
            boolean wasEscaped = character == '%';
            if (wasEscaped) {
                if (i + 2 >= bytes.length
                        || Character.digit(bytes[i + 1], 16) < 0
                        || Character.digit(bytes[i + 2], 16) < 0) {
                    return Optional.empty();
                }
                character = Character.digit(bytes[++i], 16) << 4 | Character.digit(bytes[++i], 16);
            }
            if (character <= 0x1f
                    || character >= 0x7f
                    || UNSAFE.indexOf(character) >= 0
                    || (wasEscaped && RESERVED.indexOf(character) >= 0)) {
                normal.append(String.format("%%%02X", character));
            } else {
                normal.append((char) character);
            }
        }
        return Optional.of(normal.toString());
    }

    /** The user without the password; null where the URL has none. */
    @Nullable
    String userName() {
        return user == null ? null : user.split(":", 2)[0];
    }

    @Override
    public String toString() {
        return scheme + "://" + (user == null ? "" : user + "@") + host + (port.isEmpty() ? "" : ":" + port) + path;
    }
}

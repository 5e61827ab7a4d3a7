package dev.reconciler.worker.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL or path of a remote, of a kind that is allowed and free of secrets.
 *
 * @param value as git takes it; a path is absolute
 */
public record RemoteUrl(String value, UrlTransport transport) {

    /** How a remote is reached, which decides the credentials that it can take. */
    public enum UrlTransport {
        FILE,
        HTTP,
        SSH,
        GIT
    }

    private static final String HOST = "(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])";
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)");
    public static final String AUTHORITY = HOST + "(?::\\d{1,5})?";
    private static final Pattern HOST_AND_PORT = Pattern.compile(AUTHORITY);
    private static final Pattern SSH_AUTHORITY = Pattern.compile("(?:[A-Za-z0-9_][^@:/\\s]*@)?" + AUTHORITY);
    private static final Pattern SCP = Pattern.compile("(?:[A-Za-z0-9_][^@:/\\s]*@)?(" + HOST + "):(?!:)[^@]+");
    private static final Pattern COLON_BEFORE_SLASH = Pattern.compile("[^/]*:.*");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");
    private static final Set<String> SCHEMES = Set.of("http", "https", "ssh", "git", "file", "ftp", "ftps");
    private static final String EXPECTED =
            " (expected: a path, file:///PATH, http://, https://, ssh://, git:// or user@host:path)";

    /**
     * Reads what a person wrote.
     *
     * @param base the directory that a relative path starts from
     * @throws IllegalArgumentException if it is malformed, of another scheme, or holds a password or token; the message
     *     does not show that
     */
    public static RemoteUrl parse(String text, Path base) {
        if (UNPRINTABLE.matcher(text).find() || text.isBlank() || text.startsWith("-") || !text.equals(text.strip())) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + EXPECTED);
        }
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            return parseWithScheme(text, url.group(1).toLowerCase(Locale.ROOT), url.group(2), url.group(3));
        }
        if (COLON_BEFORE_SLASH.matcher(text).matches()) {
            return parseScpLike(text);
        }
        return new RemoteUrl(ConfiguredPaths.resolvePath(text, base).toString(), UrlTransport.FILE);
    }

    /** Whether it is that very repository on this host. */
    public boolean leadsTo(Path canonical) {
        if (transport != UrlTransport.FILE) {
            return false;
        }
        String path = value.contains("://") ? value.substring(value.indexOf("://") + "://".length()) : value;
        return ConfiguredPaths.canonicalizePath(Path.of(path).normalize()).equals(canonical);
    }

    @Override
    public String toString() {
        return value;
    }

    private static RemoteUrl parseWithScheme(String text, String scheme, String authority, String rest) {
        return switch (scheme) {
            case "http", "https" -> parseNetworkUrl(text, authority, rest, UrlTransport.HTTP);
            case "ssh" -> parseNetworkUrl(text, authority, rest, UrlTransport.SSH);
            case "git" -> parseNetworkUrl(text, authority, rest, UrlTransport.GIT);
            case "file" -> parseFileUrl(text, authority, rest);
            default -> throw new IllegalArgumentException(SafeQuoting.quoteScheme(text) + EXPECTED);
        };
    }

    private static RemoteUrl parseNetworkUrl(String text, String authority, String rest, UrlTransport transport) {
        if (rest.contains("?") || rest.contains("#")) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text)
                    + " (expected: a URL without a query; a token belongs in credentials)");
        }
        boolean ssh = transport == UrlTransport.SSH;
        if (authority.contains("@")
                && (!ssh || authority.substring(0, authority.indexOf('@')).contains(":"))) {
            throw new IllegalArgumentException(SafeQuoting.quoteScheme(text)
                    + " (expected: a URL without a user name or password; they belong in credentials)");
        }
        if (!(ssh ? SSH_AUTHORITY : HOST_AND_PORT).matcher(authority).matches() || !hasPath(rest)) {
            throw new IllegalArgumentException(SafeQuoting.quoteScheme(text)
                    + " (expected: a URL with a host and a path, such as https://git.example.org/x)");
        }
        return new RemoteUrl(text, transport);
    }

    private static boolean hasPath(String rest) {
        return rest.length() > 1 && !rest.contains(" ");
    }

    private static RemoteUrl parseFileUrl(String text, String authority, String rest) {
        if (!authority.isEmpty() || rest.length() < 2 || rest.contains("?") || rest.contains("#")) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteScheme(text) + " (expected: file:///PATH, with three slashes)");
        }
        return new RemoteUrl(text, UrlTransport.FILE);
    }

    private static RemoteUrl parseScpLike(String text) {
        Matcher scp = SCP.matcher(text);
        if (!scp.matches() || SCHEMES.contains(scp.group(1).toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + EXPECTED);
        }
        return new RemoteUrl(text, UrlTransport.SSH);
    }
}

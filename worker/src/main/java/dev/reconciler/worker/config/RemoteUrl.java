package dev.reconciler.worker.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL or path of a remote, of a kind that this program allows, and free of secrets.
 *
 * <p>The forms are those that git tells apart in {@code connect.c} ({@code url_is_local_not_ssh}): a URL with a scheme,
 * the short form {@code user@host:path} of scp, and a path. Git's other transports, such as {@code ext::COMMAND}, would
 * run a program that the file names, and are refused.
 *
 * @param value the remote as git takes it; a path is absolute
 * @param transport how git reaches the remote
 */
public record RemoteUrl(String value, UrlTransport transport) {

    private static final String HOST = "(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])";
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)");

    private static final String PORT = "(?:[0-5]?\\d{1,4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";

    /** The expression of a URL's host with an optional port. */
    public static final String AUTHORITY = HOST + "(?::" + PORT + ")?";

    private static final Pattern HOST_AND_PORT = Pattern.compile(AUTHORITY);
    private static final Pattern SSH_AUTHORITY = Pattern.compile("(?:[A-Za-z0-9_][^@:/\\s]*@)?" + AUTHORITY);
    private static final Pattern SCP = Pattern.compile("(?:[A-Za-z0-9_][^@:/\\s]*@)?(" + HOST + "):(?!:)[^@]+");
    private static final Pattern COLON_BEFORE_SLASH = Pattern.compile("[^/]*:.*");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");
    private static final Set<String> SCHEMES = Set.of("http", "https", "ssh", "git", "file", "ftp", "ftps");
    private static final String EXPECTED =
            " (expected: a path, file:///PATH, http://, https://, ssh://, git:// or user@host:path)";

    /**
     * Reads a remote as a person wrote it.
     *
     * @param base the directory that a relative path starts from
     * @throws IllegalArgumentException if the text is malformed, has another scheme, or holds a password or token; the
     *     message does not show the password or token
     */
    public static RemoteUrl parse(String text, Path base) {
        // A program of git would take a remote that starts with '-' for an option.
        if (UNPRINTABLE.matcher(text).find() || text.isBlank() || text.startsWith("-") || !text.equals(text.strip())) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + EXPECTED);
        }
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            return parseWithScheme(text, url.group(1).toLowerCase(Locale.ROOT), url.group(2), url.group(3));
        }
        // As in git, a colon before the first slash makes host:path; "./a:b" has its slash first and stays a path.
        if (COLON_BEFORE_SLASH.matcher(text).matches()) {
            return parseScpLike(text);
        }
        return new RemoteUrl(ConfiguredPaths.resolvePath(text, base).toString(), UrlTransport.FILE);
    }

    /**
     * Whether this remote is the repository at a path of this host.
     *
     * @param canonical the repository's path, as {@link ConfiguredPaths#canonicalizePath} makes it
     */
    public boolean leadsTo(Path canonical) {
        return findPath().filter(canonical::equals).isPresent();
    }

    /** The path of a remote on this host, as {@link ConfiguredPaths#canonicalizePath} makes it; empty for all others. */
    public Optional<Path> findPath() {
        if (transport != UrlTransport.FILE) {
            return Optional.empty();
        }
        String path = value.contains("://") ? value.substring(value.indexOf("://") + "://".length()) : value;
        return Optional.of(ConfiguredPaths.canonicalizePath(Path.of(path).normalize()));
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
            // Only the scheme is shown: a text of an unknown form may hold a password anywhere.
            default -> throw new IllegalArgumentException(SafeQuoting.quoteScheme(text) + EXPECTED);
        };
    }

    private static RemoteUrl parseNetworkUrl(String text, String authority, String rest, UrlTransport transport) {
        if (rest.contains("?") || rest.contains("#")) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text)
                    + " (expected: a URL without a query; a token belongs in credentials)");
        }
        // Ssh needs the user name to reach the right account; for the others a user name is often a token.
        boolean ssh = transport == UrlTransport.SSH;
        if (authority.contains("@")
                && (!ssh || authority.substring(0, authority.indexOf('@')).contains(":"))) {
            throw new IllegalArgumentException(SafeQuoting.quoteScheme(text)
                    + " (expected: a URL without a user name or password; they belong in credentials)");
        }
        if (!(ssh ? SSH_AUTHORITY : HOST_AND_PORT).matcher(authority).matches() || !hasPath(rest)) {
            throw new IllegalArgumentException(SafeQuoting.quoteScheme(text)
                    + " (expected: a URL with a host, a port up to 65535 where it has one, and a path, such as"
                    + " https://git.example.org/x)");
        }
        return new RemoteUrl(text, transport);
    }

    private static boolean hasPath(String rest) {
        return rest.length() > 1 && !rest.contains(" ");
    }

    private static RemoteUrl parseFileUrl(String text, String authority, String rest) {
        // file://srv/x names a host "srv", although the person meant the path /srv/x.
        if (!authority.isEmpty() || rest.length() < 2 || rest.contains("?") || rest.contains("#")) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteScheme(text) + " (expected: file:///PATH, with three slashes)");
        }
        return new RemoteUrl(text, UrlTransport.FILE);
    }

    private static RemoteUrl parseScpLike(String text) {
        Matcher scp = SCP.matcher(text);
        // "https:x" has the form host:path too, but the person mistyped a URL: its second part may hold a password.
        if (!scp.matches() || SCHEMES.contains(scp.group(1).toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + EXPECTED);
        }
        return new RemoteUrl(text, UrlTransport.SSH);
    }

    /** How git reaches a remote, which decides the credentials that the remote can take. */
    public enum UrlTransport {
        FILE,
        HTTP,
        SSH,
        GIT
    }
}

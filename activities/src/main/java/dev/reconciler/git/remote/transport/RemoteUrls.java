package dev.reconciler.git.remote.transport;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** URLs of remotes, made fit for messages, files and comparison. */
public final class RemoteUrls {
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@]*@");
    private static final Pattern QUERY = Pattern.compile("[?#].*$");
    private static final Pattern URL = Pattern.compile("(?:https?|ssh|git)://([^/]*)/*(.*)");
    private static final Pattern DEFAULT_PORT = Pattern.compile(":(?:22|80|443|9418)$");
    private static final Pattern SCP = Pattern.compile("(?:[^/@:]*@)?([^/@:]+):/*(.*)");
    private static final Pattern ENDING = Pattern.compile("(?:\\.git)?/*$");

    private RemoteUrls() {}

    /** The URL without user, password, query and fragment. */
    public static String withoutSecrets(String url) {
        String bare = url.contains("://") ? QUERY.matcher(url).replaceFirst("") : url;
        return USER_INFO.matcher(bare).replaceFirst("");
    }

    /**
     * Finds the server that a URL leads to, as its host in small letters and its port, where it is none of the usual
     * ones; empty for a path on this disk.
     */
    public static Optional<String> findServer(String url) {
        String bare = withoutSecrets(url);
        Matcher matcher = URL.matcher(bare);
        if (!matcher.matches() && !bare.startsWith("file:")) {
            matcher = SCP.matcher(bare);
        }
        return matcher.matches()
                ? Optional.of(
                        DEFAULT_PORT.matcher(matcher.group(1)).replaceFirst("").toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /**
     * Whether two URLs lead to one repository, by whatever transport and spelling; false in doubt. For example {@code
     * git@Example.org:team/data.git} and {@code https://example.org/team/data/} do.
     */
    public static boolean isSame(String one, String other) {
        return normalizeUrl(one).equals(normalizeUrl(other));
    }

    private static String normalizeUrl(String url) {
        String bare = withoutSecrets(url);
        Matcher matcher = URL.matcher(bare);
        if (matcher.matches()) {
            return joinHostAndPath(DEFAULT_PORT.matcher(matcher.group(1)).replaceFirst(""), matcher.group(2));
        }
        // The short form of SSH, such as git@example.org:team/data.git. It has no scheme, so it is tried second.
        matcher = SCP.matcher(bare);
        if (matcher.matches() && !bare.startsWith("file:")) {
            return joinHostAndPath(matcher.group(1), matcher.group(2));
        }
        return normalizePath(bare.replaceFirst("^file:(//)?", ""));
    }

    private static String joinHostAndPath(String host, String path) {
        return host.toLowerCase(Locale.ROOT) + "/" + ENDING.matcher(path).replaceFirst("");
    }

    private static String normalizePath(String path) {
        try {
            Path absolute = Path.of(path).toAbsolutePath().normalize();
            return resolveLinks(absolute).toString();
        } catch (InvalidPathException strange) {
            // No path of this file system: the URL is compared as it is written.
            return path;
        }
    }

    private static Path resolveLinks(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            return path;
        }
    }
}

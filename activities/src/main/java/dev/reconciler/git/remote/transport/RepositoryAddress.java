package dev.reconciler.git.remote.transport;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a repository, the same for each URL that leads there: over https, ssh or git, with or without {@code
 * .git} and a slash at the end.
 *
 * <p>For example, {@code https://bot:token@GIT.Example.org:443/A/b.git}, {@code git@git.example.org:a/b} and {@code
 * ssh://git.example.org/a/b/} are all {@code git.example.org/a/b}.
 *
 * @param host the host in lower case, with its port where that is not the usual one of the scheme; empty for a path on
 *     the disk
 * @param path the path without a slash at its beginning or end; in lower case where a host has it, since forges ignore
 *     the case
 */
public record RepositoryAddress(String host, String path) {
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*).*");
    private static final Pattern SCP = Pattern.compile("(?:[^@:/\\s]+@)?(\\[[0-9A-Fa-f:.]+]|[^@:/\\s]+):(.+)");
    private static final Map<String, String> PORTS = Map.of("http", "80", "https", "443", "ssh", "22", "git", "9418");

    /** The address that a URL leads to; empty where the text is no URL of a repository. */
    public static Optional<RepositoryAddress> of(String url) {
        Matcher withScheme = URL.matcher(url);
        if (withScheme.matches()) {
            String scheme = withScheme.group(1).toLowerCase(Locale.ROOT);
            return ofHostAndPath(withoutUserAndUsualPort(scheme, withScheme.group(2)), withScheme.group(3));
        }
        // A path comes before the short form of ssh: a path may have a colon in it.
        if (url.startsWith("/")) {
            return ofHostAndPath("", url);
        }
        Matcher scp = SCP.matcher(url);
        return scp.matches() ? ofHostAndPath(scp.group(1), scp.group(2)) : Optional.empty();
    }

    private static Optional<RepositoryAddress> ofHostAndPath(String host, String path) {
        String bare = path.replaceAll("/{2,}", "/").replaceFirst("^/", "").replaceFirst("/$", "");
        String name = bare.replaceFirst("(?i)\\.git$", "");
        // The disk tells Open.git from open.git. Forges don't.
        String known = host.isEmpty() ? name : name.toLowerCase(Locale.ROOT);
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(new RepositoryAddress(host.toLowerCase(Locale.ROOT), known));
    }

    private static String withoutUserAndUsualPort(String scheme, String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        String usual = ":" + PORTS.getOrDefault(scheme, "");
        return host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
    }

    /** The address as messages show it. */
    @Override
    public String toString() {
        return host + "/" + path;
    }
}

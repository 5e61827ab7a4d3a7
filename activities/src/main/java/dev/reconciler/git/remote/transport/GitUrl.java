package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/**
 * Reads the URL of a remote as git does. The library reads most of them; of an address of IPv6 it knows small letters
 * alone, and cuts it in two where a path follows in the short form of SSH.
 */
final class GitUrl {
    private static final Set<String> SCHEMES = Set.of("file", "http", "https", "ssh", "git");

    /** {@code ext::COMMAND} and the like, by which git runs a program. */
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9]+::.*", Pattern.DOTALL);

    private static final int HIGHEST_PORT = 65_535;

    private static final String ADDRESS = "\\[([0-9A-Fa-f:.]+)]";

    /** {@code https://[2001:db8::1]/data.git}. */
    private static final Pattern WITH_ADDRESS =
            Pattern.compile("([a-z][a-z0-9+-]*://(?:[^/@]*@)?)" + ADDRESS + "(.*)", Pattern.DOTALL);

    /** {@code git@[2001:db8::1]:data.git}. */
    private static final Pattern SHORT_WITH_ADDRESS =
            Pattern.compile("(?:([^/:@\\[]+)@)?" + ADDRESS + ":(.+)", Pattern.DOTALL);

    private GitUrl() {}

    /**
     * Reads a URL.
     *
     * @return with a host as the transport takes it: ssh wants an address without its brackets
     * @throws RefusedException of type Configuration if it is of a kind that is not allowed
     */
    static URIish parse(String url) {
        // A program would take what begins with a dash for an option.
        if (!HELPER.matcher(url).matches() && !url.startsWith("-")) {
            try {
                URIish uri = read(url);
                if (isAllowed(uri)) {
                    return uri;
                }
            } catch (URISyntaxException malformed) {
                throw newUnknownUrlError(url);
            }
        }
        throw newUnknownUrlError(url);
    }

    private static URIish read(String url) throws URISyntaxException {
        Matcher brief = SHORT_WITH_ADDRESS.matcher(url);
        if (brief.matches()) {
            return new URIish().setUser(brief.group(1)).setHost(brief.group(2)).setPath(brief.group(3));
        }
        Matcher whole = WITH_ADDRESS.matcher(url);
        if (!whole.matches()) {
            return new URIish(url);
        }
        URIish uri = new URIish(whole.group(1) + "address" + whole.group(3));
        return uri.setHost("ssh".equals(uri.getScheme()) ? whole.group(2) : "[" + whole.group(2) + "]");
    }

    // Without a host the library would look for a folder of that name, and of a port that there is none of it makes a
    // defect.
    private static boolean isAllowed(URIish uri) {
        String scheme = uri.getScheme();
        String host = uri.getHost();
        boolean isPath = scheme == null || scheme.equals("file");
        return (scheme == null || SCHEMES.contains(scheme))
                && uri.getPort() <= HIGHEST_PORT
                && (host == null ? isPath : !host.startsWith("-"));
    }

    private static RefusedException newUnknownUrlError(String url) {
        return new RefusedException(
                ErrorType.CONFIGURATION,
                "remote: '" + RemoteUrls.withoutSecrets(url)
                        + "' (expected: a path, or a URL of file, http, https, ssh or git, with a port up to 65535)");
    }
}

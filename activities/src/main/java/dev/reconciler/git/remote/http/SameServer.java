package dev.reconciler.git.remote.http;

import java.util.Locale;
import org.eclipse.jgit.transport.URIish;

/** Whether a URL leads to the server that credentials are meant for. */
public final class SameServer {
    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    private SameServer() {}

    /** Whether another URL leads to the server of the first one, or to it over TLS where the first has none. */
    public static boolean is(URIish remote, URIish other) {
        String host = other.getHost();
        String scheme = other.getScheme();
        return host != null && scheme != null && is(remote, scheme, host, other.getPort());
    }

    static boolean is(URIish remote, String scheme, String host, int port) {
        return host.equalsIgnoreCase(remote.getHost())
                && remote.getScheme() != null
                && (isSameService(remote, scheme, port) || isUpgrade(remote, scheme, port));
    }

    private static boolean isSameService(URIish remote, String scheme, int port) {
        return remote.getScheme().equalsIgnoreCase(scheme)
                && findPort(remote.getScheme(), remote.getPort()) == findPort(scheme, port);
    }

    // From http to https of the same host, each on its default port: every forge redirects so, and it hides more.
    private static boolean isUpgrade(URIish remote, String scheme, int port) {
        return remote.getScheme().equalsIgnoreCase(HTTP)
                && findPort(HTTP, remote.getPort()) == findPort(HTTP, -1)
                && scheme.equalsIgnoreCase(HTTPS)
                && findPort(HTTPS, port) == findPort(HTTPS, -1);
    }

    private static int findPort(String scheme, int given) {
        if (given > 0) {
            return given;
        }
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case HTTPS -> 443;
            case HTTP -> 80;
            case "ssh" -> 22;
            default -> 0;
        };
    }
}

package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/**
 * HTTP connections to the configured server only. JGit follows a redirect and sends the credentials along, which must not
 * reach another server.
 */
final class SameServerConnections implements HttpConnectionFactory {
    private final HttpConnectionFactory connections = new JDKHttpConnectionFactory();
    private final URIish remote;

    /** @param remote with a host */
    SameServerConnections(URIish remote) {
        this.remote = remote;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        checkServer(url);
        return connections.create(url);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        checkServer(url);
        return connections.create(url, proxy);
    }

    private void checkServer(URL url) {
        if (!remote.getHost().equalsIgnoreCase(url.getHost()) || !(isSameServer(url) || isUpgrade(url))) {
            throw new RefusedException(
                    ErrorType.ACCESS_DENIED,
                    "the remote on " + remote.getHost() + " redirects to another host (" + url.getProtocol() + "://"
                            + url.getAuthority() + "), where its credentials must not go; if that is right, make it"
                            + " `remote`");
        }
    }

    private boolean isSameServer(URL url) {
        return remote.getScheme().equalsIgnoreCase(url.getProtocol())
                && findPort(remote.getScheme(), remote.getPort()) == findPort(url.getProtocol(), url.getPort());
    }

    // From http to https of the same host, each on its default port: every forge redirects so, and it hides more.
    private boolean isUpgrade(URL url) {
        return remote.getScheme().equalsIgnoreCase("http")
                && findPort("http", remote.getPort()) == findPort("http", -1)
                && url.getProtocol().equalsIgnoreCase("https")
                && findPort("https", url.getPort()) == findPort("https", -1);
    }

    private static int findPort(String scheme, int given) {
        if (given > 0) {
            return given;
        }
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }
}

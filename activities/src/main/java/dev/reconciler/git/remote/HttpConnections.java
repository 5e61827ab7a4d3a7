package dev.reconciler.git.remote;

import dev.reconciler.git.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/** HTTP connections to the configured host only: after a redirect, credentials would go to a stranger. */
final class HttpConnections implements HttpConnectionFactory {
    private final HttpConnectionFactory connections = new JDKHttpConnectionFactory();
    private final String scheme;
    private final String host;

    HttpConnections(String scheme, String host) {
        this.scheme = scheme;
        this.host = host;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        check(url);
        return connections.create(url);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        check(url);
        return connections.create(url, proxy);
    }

    private void check(URL url) {
        boolean isDowngrade = scheme.equals("https") && !url.getProtocol().equals("https");
        if (!host.equalsIgnoreCase(url.getHost()) || isDowngrade) {
            throw new RefusedException(
                    ErrorType.ACCESS_DENIED,
                    "the remote on " + host + " redirects to another host (" + url.getProtocol() + "://" + url.getHost()
                            + "), where its credentials must not go; if that is right, make it `remote`");
        }
    }
}

package dev.reconciler.git.remote.http;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.remote.settings.UrlSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory2;
import org.jspecify.annotations.Nullable;

/**
 * HTTP connections to one server only, by the proxy and with the certificates that git's settings name. JGit follows a
 * redirect and sends the credentials along, which must not reach another server.
 *
 * <p>JGit asks Java's own proxy selector and knows none of git's settings about proxies and certificates. So this gives it
 * connections that are set up already, and what JGit finds about {@code http.sslVerify} does not count.
 */
public final class ServerConnections implements HttpConnectionFactory2 {
    private final URIish remote;
    private final String remoteName;
    private final TransportSettings settings;
    private final UrlSettings http;
    private final boolean hasCredentials;
    private @Nullable TlsSettings tls;

    /**
     * Connections to a server.
     *
     * @param remote with a host
     * @param remoteName git's name of the remote in the clone, such as origin
     * @param hasCredentials whether credentials of the configuration are sent to it
     * @throws RefusedException of type Unsupported if a setting asks for another address than the server's
     */
    public ServerConnections(URIish remote, String remoteName, TransportSettings settings, boolean hasCredentials) {
        this.remote = remote;
        this.remoteName = remoteName;
        this.settings = settings;
        this.http = new UrlSettings(settings, remote.toPrivateString());
        this.hasCredentials = hasCredentials;
        if (!http.valuesAfterReset("curloptResolve").isEmpty()) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "git's setting http.curloptResolve gives a host another address, which is not done here; remove it,"
                            + " or write the address into the system's list of hosts");
        }
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    /** @param javas the proxy that Java was started with, which counts where git's settings say nothing */
    @Override
    public HttpConnection create(URL url, Proxy javas) throws IOException {
        checkServer(url);
        checkWait(url);
        ProxyChoice choice = ProxyChoice.of(url, http, remoteName, settings);
        HttpProxy proxy = choice.proxy();
        if (!choice.isDecided()) {
            return connect(url, null, javas);
        }
        if (proxy == null) {
            return connect(url, null, Proxy.NO_PROXY);
        }
        checkReaders(url, proxy);
        boolean tunnels = isSecure(url) && proxy.login() != null;
        return connect(url, proxy, tunnels ? Proxy.NO_PROXY : proxy.toProxy());
    }

    // No request is sent to a server that said when it may be asked again: of another repository it would say the same.
    private void checkWait(URL url) {
        Optional<Duration> wait = RetryLater.OF_THE_PROCESS.remaining(url);
        if (wait.isPresent()) {
            throw new RemoteUnavailableException(
                    remote.getHost() + " said that it wants no request for "
                            + (wait.get().toSeconds() + 1) + " s more (Retry-After)",
                    wait.get());
        }
    }

    private HttpConnection connect(URL url, @Nullable HttpProxy login, Proxy through) throws IOException {
        AtomicReference<HttpURLConnection> opened = new AtomicReference<>();
        return new AnsweredConnection(withSettings(url, login, opened), through, opened);
    }

    // Without TLS a proxy reads the credentials, and with TLS one that has a certificate of a trusted authority. A
    // person who names it for the host or the user means it; the files of a clone are not to decide to whom credentials
    // of the configuration are shown.
    private void checkReaders(URL url, HttpProxy proxy) throws IOException {
        if (!hasCredentials) {
            return;
        }
        TransportSettings outside = settings.withoutRepository();
        UrlSettings outsideHttp = new UrlSettings(outside, remote.toPrivateString());
        if (proxy.equals(ProxyChoice.of(url, outsideHttp, remoteName, outside).proxy())) {
            return;
        }
        if (!isSecure(url)) {
            throw newReaderError("the proxy " + proxy, "make `remote` an https:// URL, or set the proxy");
        }
        if (!readTls().authorities().equals(TlsSettings.readAuthorities(outsideHttp, outside))) {
            throw newReaderError(
                    "both the proxy " + proxy
                            + " and the authorities that are trusted (http.sslCAInfo, http.sslCAPath)",
                    "set one of the two");
        }
    }

    private RefusedException newReaderError(String named, String todo) {
        return new RefusedException(
                ErrorType.ACCESS_DENIED,
                "the clone's own settings name " + named + ", by which the credentials for " + remote.getHost()
                        + " could be read; " + todo + " with git config --global");
    }

    private URL withSettings(URL url, @Nullable HttpProxy proxy, AtomicReference<HttpURLConnection> opened)
            throws IOException {
        return new URL(url, url.toExternalForm(), new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL same) throws IOException {
                return openConnection(same, Proxy.NO_PROXY);
            }

            @Override
            protected URLConnection openConnection(URL same, Proxy through) throws IOException {
                HttpURLConnection connection = (HttpURLConnection) url.openConnection(through);
                configure(connection, proxy);
                opened.set(connection);
                return connection;
            }
        });
    }

    private void configure(HttpURLConnection connection, @Nullable HttpProxy proxy) throws IOException {
        if (connection instanceof HttpsURLConnection secure) {
            HttpProxy tunnel = proxy != null && proxy.login() != null ? proxy : null;
            secure.setSSLSocketFactory(TlsSockets.of(readTls(), tunnel));
        } else if (proxy != null) {
            proxy.authorization().ifPresent(login -> connection.setRequestProperty("Proxy-Authorization", login));
        }
    }

    private TlsSettings readTls() throws IOException {
        TlsSettings known = tls;
        if (known == null) {
            known = TlsSettings.read(http, settings, hasCredentials);
            tls = known;
        }
        return known;
    }

    private static boolean isSecure(URL url) {
        return url.getProtocol().equalsIgnoreCase("https");
    }

    private void checkServer(URL url) {
        if (!SameServer.is(remote, url.getProtocol(), url.getHost(), url.getPort())) {
            throw new RefusedException(
                    ErrorType.ACCESS_DENIED,
                    "the remote on " + remote.getHost() + " redirects to another host (" + url.getProtocol() + "://"
                            + url.getAuthority() + "), where its credentials must not go; if that is right, make it"
                            + " `remote`");
        }
    }

    /** Sets nothing up: each connection comes with what git's settings say of TLS. */
    @Override
    public GitSession newSession() {
        return new GitSession() {
            @Override
            public HttpConnection configure(HttpConnection connection, boolean verifies) {
                return connection;
            }

            @Override
            public void close() {}
        };
    }
}

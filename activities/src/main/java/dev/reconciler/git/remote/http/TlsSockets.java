package dev.reconciler.git.remote.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of HTTPS connections as {@link TlsSettings} want them, through a {@link TunnelSocket} where a proxy
 * wants a login.
 */
final class TlsSockets extends SSLSocketFactory {
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    // Java keeps connections open for the next request with the same factory, so one is kept for equal settings.
    private static final Map<Object, TlsSockets> KNOWN = new ConcurrentHashMap<>();

    private final SSLSocketFactory sockets;
    private final TlsSettings settings;
    private final @Nullable HttpProxy tunnel;

    private TlsSockets(SSLSocketFactory sockets, TlsSettings settings, @Nullable HttpProxy tunnel) {
        this.sockets = sockets;
        this.settings = settings;
        this.tunnel = tunnel;
    }

    /**
     * The factory for these settings and the files that they name, as the files are now.
     *
     * @param tunnel the proxy to which each connection is made; null for none, or one that Java speaks to by itself
     */
    static TlsSockets of(TlsSettings settings, @Nullable HttpProxy tunnel) throws IOException {
        Object key = Arrays.asList(settings, tunnel, readAges(settings));
        TlsSockets known = KNOWN.get(key);
        if (known == null) {
            // A rotated file leaves its old factory behind. Few settings are in use at a time, so all can go.
            if (KNOWN.size() >= 64) {
                KNOWN.clear();
            }
            known = new TlsSockets(newContext(settings).getSocketFactory(), settings, tunnel);
            KNOWN.put(key, known);
        }
        return known;
    }

    private static List<Object> readAges(TlsSettings settings) throws IOException {
        List<Path> files = Stream.concat(
                        settings.authorities().stream(),
                        Stream.of(settings.certificate(), settings.key()).filter(Objects::nonNull))
                .toList();
        List<Object> ages = new ArrayList<>();
        for (Path file : files) {
            ages.add(Files.getLastModifiedTime(file));
            ages.add(Files.size(file));
        }
        return ages;
    }

    private static SSLContext newContext(TlsSettings settings) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(newKeyManagers(settings), new TrustManager[] {new ServerTrust(settings)}, null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    private static KeyManager @Nullable [] newKeyManagers(TlsSettings settings)
            throws IOException, GeneralSecurityException {
        Path certificate = settings.certificate();
        Path key = settings.key();
        if (certificate == null || key == null) {
            return null;
        }
        X509Certificate[] chain = PemFiles.readCertificates(certificate).toArray(X509Certificate[]::new);
        if (chain.length == 0) {
            throw PemFiles.newRefusal(certificate + " (http.sslCert) has no certificate in PEM");
        }
        PrivateKey own = PemFiles.readPrivateKey(key, chain[0].getPublicKey().getAlgorithm());
        if (!PemFiles.isKeyOf(own, chain[0])) {
            throw PemFiles.newRefusal(key + " (http.sslKey) is not the key of the certificate in " + certificate);
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("own", own, new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    /** Java connects this socket, and puts TLS over it by {@link #createSocket(Socket, String, int, boolean)}. */
    @Override
    public Socket createSocket() {
        return tunnel == null ? new Socket() : new TunnelSocket(tunnel);
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return configure(sockets.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException, UnknownHostException {
        return configure(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return configure(sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return configure(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return configure(sockets.createSocket(address, port, localAddress, localPort));
    }

    private Socket configure(Socket socket) {
        String oldest = settings.oldestVersion();
        if (oldest != null && socket instanceof SSLSocket tls) {
            List<String> supported = List.of(tls.getSupportedProtocols());
            tls.setEnabledProtocols(VERSIONS.stream()
                    .skip(VERSIONS.indexOf(oldest))
                    .filter(supported::contains)
                    .toArray(String[]::new));
        }
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}

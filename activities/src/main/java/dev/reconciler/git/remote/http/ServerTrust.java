package dev.reconciler.git.remote.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server is who it says. Without a setting those are trusted that Java trusts and those that the
 * system trusts, because git asks the system: a company adds its own authority there.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    /** Where systems keep the authorities that they trust: Debian, Fedora, openSUSE, old Fedora, Alpine and BSD. */
    private static final List<Path> SYSTEM_BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/pki/tls/cacert.pem"),
            Path.of("/etc/ssl/cert.pem"));

    /** With this a pin begins that is a hash; any other one is a path. */
    static final String PIN = "sha256//";

    private final TlsSettings settings;
    private final List<Path> systemBundles;

    /** Those that are asked one after the other. */
    private final List<X509ExtendedTrustManager> authorities = new ArrayList<>();

    private boolean hasAskedSystem;

    ServerTrust(TlsSettings settings) throws IOException, GeneralSecurityException {
        this(settings, SYSTEM_BUNDLES);
    }

    /** @param systemBundles the files that a system may have its authorities in; the first with any counts */
    ServerTrust(TlsSettings settings, List<Path> systemBundles) throws IOException, GeneralSecurityException {
        this.settings = settings;
        this.systemBundles = systemBundles;
        if (settings.authorities().isEmpty()) {
            authorities.add(newManager(null));
        } else {
            hasAskedSystem = true;
            List<X509Certificate> trusted = new ArrayList<>();
            for (Path place : settings.authorities()) {
                trusted.addAll(PemFiles.readCertificates(place));
            }
            if (trusted.isEmpty()) {
                throw PemFiles.newRefusal(
                        settings.authorities() + " (http.sslCAInfo, http.sslCAPath) has no certificate in PEM");
            }
            authorities.add(newManager(newStore(trusted)));
        }
    }

    private static KeyStore newStore(List<X509Certificate> trusted) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : trusted) {
            store.setCertificateEntry(String.valueOf(store.size()), certificate);
        }
        return store;
    }

    /** @param store null: what Java trusts by itself */
    private static X509ExtendedTrustManager newManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("Java has no check of certificates");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkChain(chain, manager -> manager.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkChain(chain, manager -> manager.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        checkChain(chain, manager -> manager.checkServerTrusted(chain, type));
    }

    private void checkChain(X509Certificate[] chain, ChainCheck check) throws CertificateException {
        if (settings.verifies()) {
            checkAuthorities(check);
        }
        String pins = settings.pins();
        if (pins != null) {
            checkPins(pins, PemFiles.encode(chain[0].getPublicKey()));
        }
    }

    private synchronized void checkAuthorities(ChainCheck check) throws CertificateException {
        CertificateException refused = null;
        for (int i = 0; i < authorities.size() || askSystem(); i++) {
            try {
                check.run(authorities.get(i));
                return;
            } catch (CertificateException untrusted) {
                // What Java says is what a person knows best.
                refused = refused == null ? untrusted : refused;
            }
        }
        throw refused == null ? new CertificateException("no authority is trusted") : refused;
    }

    // Only where Java does not trust the server: a system's file has more than a hundred authorities.
    private boolean askSystem() throws CertificateException {
        if (hasAskedSystem) {
            return false;
        }
        hasAskedSystem = true;
        try {
            for (Path bundle : systemBundles) {
                List<X509Certificate> trusted =
                        Files.isReadable(bundle) ? PemFiles.readKnownCertificates(bundle) : List.of();
                if (!trusted.isEmpty()) {
                    authorities.add(newManager(newStore(trusted)));
                    return true;
                }
            }
            return false;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new CertificateException(unreadable);
        }
    }

    /** As curl's {@code CURLOPT_PINNEDPUBLICKEY}: hashes with semicolons between, or the path of a file with the key. */
    private static void checkPins(String pins, byte[] key) throws CertificateException {
        try {
            boolean matches = pins.startsWith(PIN)
                    ? Arrays.asList(pins.split(";", -1)).contains(PIN + hash(key))
                    : Arrays.equals(PemFiles.readPublicKey(Path.of(pins)), key);
            if (!matches) {
                throw new CertificateException("its public key is none of http.pinnedPubkey");
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new CertificateException(
                    "http.pinnedPubkey can't be checked: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String hash(byte[] key) throws GeneralSecurityException {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** One way in which the library asks whether a chain of certificates is trusted. */
    private interface ChainCheck {
        void run(X509ExtendedTrustManager manager) throws CertificateException;
    }
}

package dev.reconciler.git.remote.http;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Certificates and keys in files of the form PEM, as OpenSSL writes them. */
final class PemFiles {
    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----(.*?)-----END (?:TRUSTED |X509 )?CERTIFICATE-----",
            Pattern.DOTALL);
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final Pattern PUBLIC_KEY =
            Pattern.compile("-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", Pattern.DOTALL);

    /** How a key signs, by its kind. */
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    private static final byte[] PROBE = {1};

    private static final String WHAT_TO_DO = "; correct the file, or git's settings";

    private PemFiles() {}

    /** The certificates of a file, or of all files of a folder. What is no certificate is passed over. */
    static List<X509Certificate> readCertificates(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return readFile(place);
        }
        List<X509Certificate> all = new ArrayList<>();
        try (Stream<Path> entries = Files.list(place)) {
            for (Path file : entries.filter(Files::isRegularFile).sorted().toList()) {
                all.addAll(readFile(file));
            }
        }
        return all;
    }

    private static List<X509Certificate> readFile(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher pem = findCertificates(file);
        try {
            while (pem.find()) {
                certificates.add(parseCertificate(pem));
            }
        } catch (CertificateException | IllegalArgumentException broken) {
            throw newRefusal(file + " has a certificate that can't be read", broken);
        }
        return certificates;
    }

    /**
     * The certificates of a file that many programs use. One that Java does not understand, such as with a key of a kind
     * that it does not know, is passed over: the others are as good without it.
     */
    static List<X509Certificate> readKnownCertificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher pem = findCertificates(file);
        while (pem.find()) {
            try {
                certificates.add(parseCertificate(pem));
            } catch (CertificateException | IllegalArgumentException unknown) {
                // The next one.
            }
        }
        return certificates;
    }

    // Between the certificates people write what they are, in any encoding.
    private static Matcher findCertificates(Path file) throws IOException {
        return CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private static X509Certificate parseCertificate(Matcher pem) throws CertificateException {
        byte[] raw = Base64.getMimeDecoder().decode(pem.group(1));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(raw));
    }

    /**
     * The private key of a file.
     *
     * @param algorithm of the key, as its certificate says
     * @throws RefusedException of type Configuration if there is none, or it has a passphrase
     */
    static PrivateKey readPrivateKey(Path file, String algorithm) throws IOException {
        Matcher plain = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        try {
            if (plain.find()) {
                byte[] raw = Base64.getMimeDecoder().decode(plain.group(1));
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(raw));
            }
            // The older forms, which name the algorithm.
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName(file.toString()), Files.newInputStream(file), null);
            if (pairs != null) {
                for (KeyPair pair : pairs) {
                    return pair.getPrivate();
                }
            }
        } catch (GeneralSecurityException | IOException | RuntimeException unreadable) {
            throw newRefusal(
                    file + " (http.sslKey) can't be read as a key; if it has a passphrase, nobody is there to type it",
                    unreadable);
        }
        throw newRefusal(file + " (http.sslKey) has no private key");
    }

    /** What a person corrects, who has named a file that holds something else. */
    static RefusedException newRefusal(String what) {
        return new RefusedException(ErrorType.CONFIGURATION, what + WHAT_TO_DO);
    }

    private static RefusedException newRefusal(String what, Exception cause) {
        return new RefusedException(ErrorType.CONFIGURATION, what + WHAT_TO_DO, cause);
    }

    /** Whether a private key is that of a certificate; true for kinds of keys that are not known here. */
    static boolean isKeyOf(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return true;
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    /** A public key as it is in a certificate, from a file in PEM or DER. */
    static byte[] readPublicKey(Path file) throws IOException {
        byte[] raw = Files.readAllBytes(file);
        Matcher pem = PUBLIC_KEY.matcher(new String(raw, StandardCharsets.ISO_8859_1));
        return pem.find() ? Base64.getMimeDecoder().decode(pem.group(1)) : raw;
    }

    /** The form in which a key is in a certificate. */
    static byte[] encode(PublicKey key) {
        return key.getEncoded();
    }
}

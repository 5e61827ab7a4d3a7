package dev.reconciler.git.remote.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a program trusts that no setting of git tells: as git's own, the authorities of the system. */
class ServerTrustTest {
    private static final String UNKNOWN_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    @TempDir
    static Path root;

    private static Path ofServer;
    private static Path ofOther;
    private static X509Certificate[] chain;

    @BeforeAll
    static void generate() throws Exception {
        ofServer = TlsIdentity.generate(root.resolve("server")).certificate();
        ofOther = TlsIdentity.generate(root.resolve("other")).certificate();
        chain = PemFiles.readCertificates(ofServer).toArray(X509Certificate[]::new);
    }

    private static void check(List<Path> authorities, Path... bundles) throws Exception {
        TlsSettings settings = new TlsSettings(true, authorities, null, null, null, null);
        new ServerTrust(settings, List.of(bundles)).checkServerTrusted(chain, "ECDHE_ECDSA");
    }

    /** A company puts its own authority there, where git finds it and Java does not look. */
    @Test
    void anAuthorityOfTheSystemIsTrusted() {
        assertThatCode(() -> check(List.of(), ofServer)).doesNotThrowAnyException();
    }

    @Test
    void anotherOneIsNot() {
        assertThatThrownBy(() -> check(List.of(), ofOther)).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> check(List.of())).isInstanceOf(CertificateException.class);
    }

    @Test
    void theFirstFileCountsThatHasAny() throws Exception {
        Path empty = Files.createFile(root.resolve("empty.pem"));

        assertThatCode(() -> check(List.of(), root.resolve("missing.pem"), empty, ofServer, ofOther))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(List.of(), ofOther, ofServer)).isInstanceOf(CertificateException.class);
    }

    /** One of a hundred ended every connection. */
    @Test
    void aCertificateThatJavaDoesNotUnderstandIsPassedOver() throws Exception {
        Path bundle = Files.writeString(root.resolve("bundle.pem"), UNKNOWN_CERTIFICATE);
        Files.write(bundle, Files.readAllBytes(ofServer), StandardOpenOption.APPEND);

        assertThatCode(() -> check(List.of(), bundle)).doesNotThrowAnyException();
    }

    /** As git: with http.sslCAInfo those of the file alone. */
    @Test
    void theSystemIsNotAskedWhereASettingNamesAuthorities() {
        assertThatThrownBy(() -> check(List.of(ofOther), ofServer)).isInstanceOf(CertificateException.class);
    }
}

package dev.reconciler.worker.temporal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.TlsIdentity;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.port.TemporalUnavailableException;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a service that wants a certificate of each client, and takes any. */
class RenewedSslContextTest {
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String AUTHORITY = "ca.crt";

    @TempDir
    Path folder;

    private final AtomicReference<Certificate> shown = new AtomicReference<>();
    private TlsIdentity server;
    private TlsIdentity first;
    private TlsIdentity second;
    private FakeTemporal temporal;
    private TemporalConnection connection;
    private int written;

    @BeforeEach
    void connect() throws Exception {
        server = TlsIdentity.generate(folder.resolve("server"));
        first = TlsIdentity.generate(folder.resolve("first"));
        second = TlsIdentity.generate(folder.resolve("second"));
        temporal = FakeTemporal.overTls(contextOf(server), new FakeTemporal.CallGate() {
            @Override
            void check(ServerCall<?, ?> call, Metadata headers) {
                shown.set(readCertificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)));
            }
        });
        temporal.answer(
                WorkflowServiceGrpc.getDescribeNamespaceMethod(),
                request -> DescribeNamespaceResponse.getDefaultInstance());
        replace(AUTHORITY, server.certificate());
        replace(CERTIFICATE, first.certificate());
        replace(KEY, first.key());
        connection = TemporalConnection.open(
                TemporalProfile.of(
                        TemporalTarget.UNSET,
                        Map.of(
                                "TEMPORAL_ADDRESS",
                                temporal.address(),
                                "TEMPORAL_TLS_CLIENT_CERT_PATH",
                                folder.resolve(CERTIFICATE).toString(),
                                "TEMPORAL_TLS_CLIENT_KEY_PATH",
                                folder.resolve(KEY).toString(),
                                "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
                                folder.resolve(AUTHORITY).toString())),
                TemporalConnection.BRIEFLY);
    }

    @AfterEach
    void disconnect() {
        connection.close();
        temporal.close();
    }

    private static SslContext contextOf(TlsIdentity identity) throws Exception {
        return GrpcSslContexts.forServer(
                        identity.certificate().toFile(), identity.key().toFile())
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    private static Certificate readCertificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException none) {
            throw new AssertionError(none);
        }
    }

    private static Certificate readCertificate(TlsIdentity identity) throws Exception {
        try (var in = Files.newInputStream(identity.certificate())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** As a file system sees it that counts seconds: each write is of another one. */
    private void replace(String name, Path with) throws Exception {
        Path file = Files.copy(with, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(++written)));
    }

    private Certificate showOnNewConnection() {
        connection.client().getWorkflowServiceStubs().getRawChannel().enterIdle();
        connection.probe();
        return shown.get();
    }

    /** It stayed that of the start: the first connection after its end was refused, and each one after that. */
    @Test
    void aCertificateThatIsReplacedIsShownOnTheNextConnection() throws Exception {
        assertThat(showOnNewConnection()).isEqualTo(readCertificate(first));

        replace(CERTIFICATE, second.certificate());
        replace(KEY, second.key());

        assertThat(showOnNewConnection()).isEqualTo(readCertificate(second));
    }

    @Test
    void whileTheNewOneIsHalfWrittenTheOldOneIsShown() throws Exception {
        Path half = Files.writeString(folder.resolve("half"), "-----BEGIN CERTIFICATE-----\nMIIB");

        replace(CERTIFICATE, half);
        assertThat(showOnNewConnection()).isEqualTo(readCertificate(first));
        Files.delete(folder.resolve(CERTIFICATE));
        assertThat(showOnNewConnection()).isEqualTo(readCertificate(first));

        replace(CERTIFICATE, second.certificate());
        replace(KEY, second.key());
        assertThat(showOnNewConnection()).isEqualTo(readCertificate(second));
    }

    @Test
    void anAuthorityThatIsReplacedIsTheOneThatServersAreCheckedBy() throws Exception {
        connection.probe();

        replace(AUTHORITY, second.certificate());

        assertThatThrownBy(this::showOnNewConnection).isInstanceOf(TemporalUnavailableException.class);
    }
}

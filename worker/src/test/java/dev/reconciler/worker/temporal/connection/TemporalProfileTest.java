package dev.reconciler.worker.temporal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.TemporalTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalProfileTest {
    private static final TemporalTarget TARGET = new TemporalTarget(new HostPort("file.example.org", 7233), "of-file");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new LinkedHashMap<>();

    @BeforeEach
    void writeProfiles() throws IOException {
        Path toml = folder.resolve("temporal.toml");
        Files.writeString(toml, """
                [profile.default]
                address = "toml.example.org:7233"
                namespace = "of-toml"
                api_key = "s3cret"
                [profile.cloud]
                address = "cloud.example.org:7233"
                """);
        environment.put("TEMPORAL_CONFIG_FILE", toml.toString());
    }

    private String profile(TemporalTarget target) {
        return TemporalProfile.of(target, environment).toString();
    }

    @Test
    void variablesWinOverTheFile() {
        environment.put("TEMPORAL_ADDRESS", "env.example.org:7233");
        environment.put("TEMPORAL_NAMESPACE", "of-env");

        assertThat(profile(TARGET)).isEqualTo("env.example.org:7233 (namespace of-env)");
    }

    @Test
    void aNameThatGrpcCantLookUpIsRefused() {
        environment.put("TEMPORAL_ADDRESS", "temporal_server:7233");

        assertThatThrownBy(() -> profile(TARGET))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a host name without '_'");
        environment.put("TEMPORAL_ADDRESS", "dns:///temporal:7233");
        assertThat(profile(TARGET)).startsWith("dns:///temporal:7233 ");
    }

    @Test
    void theFileWinsOverTheProfile() {
        assertThat(profile(TARGET)).isEqualTo("file.example.org:7233 (namespace of-file)");
        assertThat(profile(new TemporalTarget(null, "of-file"))).isEqualTo("toml.example.org:7233 (namespace of-file)");
    }

    @Test
    void theProfileIsTemporalsOwn() {
        assertThat(profile(TemporalTarget.UNSET)).isEqualTo("toml.example.org:7233 (namespace of-toml)");
        environment.put("TEMPORAL_PROFILE", "cloud");
        assertThat(profile(TemporalTarget.UNSET)).isEqualTo("cloud.example.org:7233 (namespace default)");
    }

    @Test
    void nothingSaidIsTemporalsDefault() {
        environment.put("TEMPORAL_CONFIG_FILE", folder.resolve("absent.toml").toString());

        assertThat(profile(TemporalTarget.UNSET)).isEqualTo("127.0.0.1:7233 (namespace default)");
    }

    @Test
    void aVariableThatIsSetToNothingSaysNothing() {
        environment.put("TEMPORAL_CONFIG_FILE", folder.resolve("absent.toml").toString());
        environment.put("TEMPORAL_ADDRESS", "");

        assertThat(profile(TemporalTarget.UNSET)).isEqualTo("127.0.0.1:7233 (namespace default)");
        assertThat(profile(TARGET)).startsWith("file.example.org:7233 ");
    }

    @Test
    void aProfileThatIsNotThereIsAProblem() {
        environment.put("TEMPORAL_PROFILE", "absent");

        assertThatThrownBy(() -> profile(TARGET))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("temporal.toml: Unable to find profile absent");
    }

    @Test
    void aBrokenFileIsAProblemThatDoesNotShowIt() throws IOException {
        Files.writeString(folder.resolve("temporal.toml"), "api_key = \"s3cret\n[");

        assertThatThrownBy(() -> profile(TARGET))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("can't be read")
                .hasMessageNotContaining("s3cret");
    }

    /** A URL ended as a defect of this program, and a login in it was shown. */
    @ParameterizedTest
    @ValueSource(
            strings = {"https://t.example.org:7233", "https://bot:s3cret@t.example.org", "bot:s3cret@t.example.org:7233"
            })
    void anAddressThatIsNoHostAndPortIsAProblemThatShowsNoLogin(String address) {
        environment.put("TEMPORAL_ADDRESS", address);

        assertThatThrownBy(() -> profile(TARGET))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("TEMPORAL_ADDRESS", "HOST:PORT")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aCertificateThatIsNotThereIsAProblem() {
        environment.put(
                "TEMPORAL_TLS_CLIENT_CERT_PATH", folder.resolve("absent.pem").toString());
        environment.put(
                "TEMPORAL_TLS_CLIENT_KEY_PATH", folder.resolve("absent.key").toString());

        assertThatThrownBy(() -> TemporalProfile.of(TARGET, environment).stubs())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("absent.pem");
    }
}

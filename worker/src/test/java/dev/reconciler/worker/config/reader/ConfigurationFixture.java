package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A small configuration file, an environment, and what is wrong with a text. */
public abstract class ConfigurationFixture {
    public static final String CANARY = "hunter2";
    public static final String MINIMAL = """
            repositories:
              - id: civic-data
                path: civic-data.git
                remote: https://git.example.org/civic-data.git
                branch: main
            """;

    /** A private key without a passphrase, in the form of {@code openssl genpkey}. */
    static final String PRIVATE_KEY = generatePrivateKey();

    @TempDir
    public Path directory;

    final ConfigurationReader reader = new ConfigurationReader(
            Map.of("GIT_TOKEN", CANARY, "EMPTY", "", "SSH_KEY", PRIVATE_KEY), () -> Optional.of("data-host-1"));

    public Configuration read(String text) throws IOException {
        return reader.read(Files.writeString(directory.resolve("reconciler.yaml"), text));
    }

    /** Without the file's name, which all of them start with. */
    public List<String> problems(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("reconciler.yaml"), text);
        return failure(() -> reader.read(file)).problems().stream()
                .map(ConfigurationProblem::toString)
                .map(line -> line.replaceFirst("^\\Q" + file + "\\E: ?", ""))
                .toList();
    }

    private static String generatePrivateKey() {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException unknown) {
            throw new AssertionError(unknown);
        }
    }

    static ConfigurationException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class, call);
        assertThat(thrown).isNotNull();
        return thrown;
    }
}

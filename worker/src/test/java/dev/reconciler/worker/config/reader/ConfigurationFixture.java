package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The beginning of a private SSH key, which says that it has no passphrase. */
    static final String SIGNING_KEY = """
            -----BEGIN OPENSSH PRIVATE KEY-----
            b3BlbnNzaC1rZXktdjEAAAAABG5vbmU=
            -----END OPENSSH PRIVATE KEY-----
            """;

    @TempDir
    public Path directory;

    final ConfigurationReader reader =
            new ConfigurationReader(Map.of("GIT_TOKEN", CANARY, "EMPTY", ""), () -> Optional.of("data-host-1"));

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

    static ConfigurationException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class, call);
        assertThat(thrown).isNotNull();
        return thrown;
    }
}

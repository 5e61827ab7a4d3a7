package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleRepositoryReaderTest {
    private static final String CANARY = "hunter2";

    @TempDir
    Path directory;

    private final ConfigurationReader reader = new ConfigurationReader(Map.of(), () -> Optional.of("data-host-1"));

    @Test
    void singleRepositoryIsNamedByItsPath() {
        Configuration configuration = reader.ofSingle(directory + "/Civic Data.git/", "/srv/remote.git", "main");

        RepositoryConfiguration repository = configuration.repositories().get(0);
        assertThat(repository.id().value()).isEqualTo("civic-data");
        assertThat(repository.bare()).isTrue();
        assertThat(configuration.identity().email()).isEqualTo("reconciler@data-host-1");
    }

    @Test
    void everyWrongOptionOfASingleRepositoryIsReportedAtOnce() {
        ConfigurationException failure = failure(() -> reader.ofSingle("https://x/y", "ftp://a:hunter2@x/y", "a b"));

        assertThat(failure.problems())
                .extracting(ConfigurationProblem::key)
                .containsExactly("--path", "--remote", "--branch");
        assertThat(failure.getMessage()).startsWith("command line: --path: ").doesNotContain(CANARY);
    }

    private static ConfigurationException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class, call);
        assertThat(thrown).isNotNull();
        return thrown;
    }
}

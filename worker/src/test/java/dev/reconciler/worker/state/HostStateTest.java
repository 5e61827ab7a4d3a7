package dev.reconciler.worker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.worker.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostStateTest {
    @TempDir
    Path root;

    @Test
    void theDirectoryIsMadeForThisUserAloneAndTellsWhereTheWorkerIs() throws Exception {
        Path directory = root.resolve("a/state");
        try (HostState state = HostState.open(directory)) {
            state.announce(new WorkerAddress("http://127.0.0.1:8080", "canary"));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("worker.json"))))
                    .isEqualTo("rw-------");
            assertThat(WorkerAddress.find(directory)).contains(new WorkerAddress("http://127.0.0.1:8080", "canary"));
        }
        assertThat(WorkerAddress.find(directory)).isEmpty();
    }

    @Test
    void aSecondWorkerIsRefused() {
        try (HostState first = HostState.open(root)) {
            assertThatThrownBy(() -> HostState.open(root))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("state: " + root + " is the state of another worker");
        }
        HostState.open(root).close();
    }

    @Test
    void aDirectoryThatCantBeUsedIsNamed() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "");

        assertThatThrownBy(() -> HostState.open(file.resolve("state")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("can't be used");
    }
}

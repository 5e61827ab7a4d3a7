package dev.reconciler.worker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostStateTest {
    private static final CommitId COMMIT = new CommitId("1".repeat(40));

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
    void whatTheWorkerRemembersIsForThisUserAloneInAnyDirectory() throws Exception {
        try (HostState state = HostState.open(root)) {
            state.openEvents().append("moved", new RepositoryId("data"), Map.of());
            state.openCases()
                    .recordMerge(
                            new RepositoryId("data"),
                            new PreservedConflict(new BranchName("conflicts/2026-01-01T00-00-00Z"), COMMIT),
                            COMMIT);

            for (String file : List.of("events.jsonl", "conflicts.json")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file))))
                        .as(file)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aDiskThatRefusesToTellWhereTheWorkerIsEndsNoWorker() throws Exception {
        Files.createDirectories(root.resolve("worker.json.new/folder"));

        try (HostState state = HostState.open(root)) {
            state.announce(new WorkerAddress("http://127.0.0.1:8080", "canary"));
        }

        assertThat(WorkerAddress.find(root)).isEmpty();
        HostState.open(root).close();
    }

    /** The commands of the host did not find the worker until it was started anew. */
    @Test
    void aDiskThatHasRoomAgainIsToldWhereTheWorkerIs() throws Exception {
        Path inTheWay = Files.createDirectories(root.resolve("worker.json.new/folder"));
        WorkerAddress worker = new WorkerAddress("http://127.0.0.1:8080", "canary");
        AtomicInteger pauses = new AtomicInteger();

        try (HostState state = HostState.open(root, pause -> {
            if (pauses.incrementAndGet() == 2) {
                delete(inTheWay);
            }
            return true;
        })) {
            state.announce(worker);

            Awaitility.await().until(() -> WorkerAddress.find(root).isPresent());
            assertThat(WorkerAddress.find(root)).contains(worker);
        }
        assertThat(WorkerAddress.find(root)).isEmpty();
    }

    private static void delete(Path inTheWay) {
        try {
            Files.delete(inTheWay);
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    /** The next start may find room. */
    @Test
    void aDiskThatIsFullIsNoWrongConfiguration() {
        IOException full = new FileSystemException(root + "/worker.lock", null, "No space left on device");
        IOException immutable = new FileSystemException(root + "/worker.lock", null, "Operation not permitted");

        assertThat(HostState.newError(root, full))
                .isInstanceOf(DiskErrorException.class)
                .hasMessageContaining("worker.lock");
        assertThat(HostState.newError(root, immutable)).isInstanceOf(ConfigurationException.class);
        assertThat(HostState.newError(root, new AccessDeniedException(root.toString())))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aSecondWorkerIsRefused() {
        try (HostState first = HostState.open(root)) {
            assertThatThrownBy(() -> HostState.open(root))
                    // It may have ended by the time systemd starts this one again.
                    .isInstanceOfSatisfying(ConfigurationException.class, refused -> assertThat(refused.isPassing())
                            .isTrue())
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

package dev.reconciler.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.lease.WaitingMove;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.HostRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone with a linked work tree, each configured, and a clone of its own. */
class LeasedMovesTest {
    @TempDir
    Path root;

    private Configuration configuration;
    private LeasedMoves moves;

    @BeforeEach
    void configure() throws IOException {
        NativeGit clone = NativeGit.init(root.resolve("clone"));
        clone.commit("file", "text\n");
        clone.run("worktree", "add", "-q", "../linked", "-b", "side");
        NativeGit.init(root.resolve("own")).commit("file", "text\n");
        configuration = new ConfigurationReader(Map.of(), Optional::empty)
                .read(Files.writeString(root.resolve("reconciler.yaml"), """
                        host: here
                        state: state
                        repositories:
                          - { id: clone, path: clone, remote: remote.git, branch: main }
                          - { id: linked, path: linked, remote: remote.git, branch: side }
                          - { id: own, path: own, remote: remote.git, branch: main }
                        """));
        moves = new LeasedMoves(configuration);
    }

    /** The run looked again by itself, half a minute later, and nobody got a lease meanwhile. */
    @Test
    void aMoveOfAnotherWorkTreeWaitsForTheLeaseToo() throws IOException {
        takeLeaseAndMove("linked");
        takeLeaseAndMove("own");

        assertThat(findAfterLeaseOf("clone")).containsExactly("linked");
        assertThat(findAfterLeaseOf("linked")).containsExactly("linked");
        assertThat(findAfterLeaseOf("own")).containsExactly("own");
    }

    @Test
    void whereNoMoveWaitsNoneIsFound() {
        assertThat(findAfterLeaseOf("clone")).isEmpty();
    }

    private List<String> findAfterLeaseOf(String id) {
        return moves.find(configured(id)).stream()
                .map(HostRepository::id)
                .map(Object::toString)
                .toList();
    }

    private void takeLeaseAndMove(String id) throws IOException {
        try (DataRepository repository = DataRepository.open(configured(id).settings(configuration.identity()))
                .orElseThrow()) {
            Leases.of(repository).take("app", Duration.ofMinutes(1));
            try (RepositoryLock lock = repository.lock()) {
                assertThatThrownBy(() -> new WaitingMove(repository).takeTurn()).isInstanceOf(LeaseHeldException.class);
            }
        }
    }

    private RepositoryConfiguration configured(String id) {
        return configuration.repositories().stream()
                .filter(each -> each.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }
}

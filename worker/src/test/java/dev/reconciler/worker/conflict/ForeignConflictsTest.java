package dev.reconciler.worker.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a conflict that no clone remembers can only be that repository's. */
class ForeignConflictsTest {
    private static final RepositoryId MAIN = new RepositoryId("main");
    private static final Path ROOT = Path.of("/srv");

    private static RepositoryConfiguration configure(String id, String remote) {
        return new RepositoryConfiguration(
                new RepositoryId(id), ROOT.resolve(id), RemoteUrl.parse(remote, ROOT), new BranchName(id), true);
    }

    private static HostRepository list(String id, String remote) {
        return new HostRepository(
                new RepositoryId(id), "other-host", new BranchName(id), List.of(remote), Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.org/data",
                "https://git.example.org/data.git",
                "https://git.example.org/Data/",
                "git@git.example.org:data.git",
                "ssh://git@git.example.org:22/data"
            })
    void itMayBeAnothersOfThatRemoteHoweverItsUrlIsWritten(String other) {
        RepositoryConfiguration main = configure("main", "https://git.example.org/data");

        assertThat(new ForeignConflicts(List.of(main, configure("dev", other))).test(MAIN))
                .isFalse();

        ForeignConflicts beside = new ForeignConflicts(List.of(main));
        beside.askHosts(() -> List.of(list("dev", other)));
        assertThat(beside.test(MAIN)).isFalse();
    }

    @Test
    void itIsOfTheOnlyOneWithThatRemote() {
        RepositoryConfiguration main = configure("main", "https://git.example.org/data");
        ForeignConflicts conflicts =
                new ForeignConflicts(List.of(main, configure("dev", "https://git.example.org/data-2")));
        conflicts.askHosts(() -> List.of(list("main", "https://git.example.org/data")));

        assertThat(conflicts.test(MAIN)).isTrue();
        assertThat(conflicts.test(new RepositoryId("unknown"))).isFalse();
    }

    @Test
    void whatOtherHostsHaveIsNotKnownWithoutTheService() {
        ForeignConflicts conflicts = new ForeignConflicts(List.of(configure("main", "https://git.example.org/data")));
        conflicts.askHosts(() -> {
            throw new TemporalUnavailableException("away", new IllegalStateException());
        });

        assertThat(conflicts.test(MAIN)).isFalse();
    }
}

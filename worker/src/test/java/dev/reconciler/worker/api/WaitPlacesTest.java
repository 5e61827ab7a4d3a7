package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.state.ConflictBook;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.StatusSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for a run has one of the places for callers, and gives it back however the wait ends. */
class WaitPlacesTest {
    private static final int PLACES = 1_000;
    private static final CommitterIdentity IDENTITY =
            new CommitterIdentity("Data Reconciler", "reconciler@example.org");
    private static final RepositoryId DATA = new RepositoryId("data");
    private static final ApiToken TOKEN = new ApiToken("app", () -> "secret", null, ApiToken.TokenAccess.WRITE);

    @TempDir
    Path root;

    private boolean isAway;
    private ApplicationApi api;

    @BeforeEach
    void serve() throws IOException {
        RepositoryConfiguration data = new RepositoryConfiguration(
                DATA,
                root.resolve("data"),
                RemoteUrl.parse(root.resolve("remote").toString(), root),
                new BranchName("main"),
                true);
        Configuration configuration =
                new Configuration("host", root, IDENTITY, HostConcurrency.ofMachine(), List.of(data));
        StatusSource nobodyAsks = new NoStatuses();
        api = new ApplicationApi(
                configuration,
                new OwnRepositories(configuration.repositories()),
                (repository, trigger) -> {
                    throw new AssertionError("a run of " + repository);
                },
                this::awaitPass,
                nobodyAsks,
                new RepositoryBoard(
                        configuration.repositories(),
                        IDENTITY,
                        EventLog.open(root, InstantSource.system()),
                        nobodyAsks,
                        new ConflictCases(configuration.repositories(), IDENTITY, ConflictBook.open(root)),
                        InstantSource.system(),
                        Duration.ofSeconds(30)),
                new TokenWatch());
    }

    private CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger) {
        if (isAway) {
            throw new TemporalUnavailableException("away", new IllegalStateException("away"));
        }
        return CompletableFuture.completedFuture(ReconcileResult.builder(DATA, new BranchName("main"), trigger)
                .outcome(Outcome.IN_SYNC, "both sides hold it")
                .build());
    }

    private ApiAnswer waitForRun() {
        return api.startRun(TOKEN, "data", "30s", null, () -> {}).join();
    }

    @Test
    void callersWhoAreToldThatTheServiceIsAwayTakeNobodysPlace() {
        isAway = true;
        for (int i = 0; i <= PLACES; i++) {
            assertThatThrownBy(this::waitForRun).hasStackTraceContaining("Temporal");
        }
        isAway = false;

        assertThat(waitForRun().status()).isEqualTo(200);
    }

    /** Nobody asks for one here. */
    private static final class NoStatuses implements StatusSource {
        @Override
        public List<RepositoryStatus> read(List<RepositoryConfiguration> repositories) {
            throw new AssertionError("asked of " + repositories);
        }

        @Override
        public List<RepositoryStatus> readRunning(List<RepositoryConfiguration> repositories) {
            throw new AssertionError("asked of " + repositories);
        }

        @Override
        public List<RunTrace> readTraces(RepositoryConfiguration repository) {
            throw new AssertionError("asked of " + repository);
        }
    }
}

package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.json.Json;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
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
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.state.ConflictBook;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.RunningRun;
import dev.reconciler.worker.status.StatusSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a host with many repositories the list asks Temporal once, and no remote. */
class RepositoryListTest {
    private static final CommitterIdentity IDENTITY =
            new CommitterIdentity("Data Reconciler", "reconciler@example.org");
    private static final CommitId COMMIT = new CommitId("3f2a".repeat(10));
    private static final Instant BEGUN = Instant.parse("2026-11-27T08:00:00Z");

    @TempDir
    Path root;

    private final List<RepositoryId> asked = new ArrayList<>();
    private List<RepositoryStatus> underWay = List.of();
    private @Nullable TemporalUnavailableException away;
    private EventLog log;
    private RepositoryBoard board;
    private ApplicationApi api;

    @BeforeEach
    void serve() throws IOException {
        Configuration configuration = new Configuration(
                "host",
                root,
                IDENTITY,
                HostConcurrency.ofMachine(),
                IntStream.range(0, 101).mapToObj(this::configure).toList());
        log = EventLog.open(root, InstantSource.system());
        StatusSource statuses = new Statuses();
        board = new RepositoryBoard(
                configuration.repositories(),
                IDENTITY,
                log,
                statuses,
                new ConflictCases(configuration.repositories(), IDENTITY, ConflictBook.open(root)),
                InstantSource.system(),
                Duration.ofSeconds(30));
        api = new ApplicationApi(
                configuration,
                new OwnRepositories(configuration.repositories()),
                (repository, trigger) -> {
                    throw new AssertionError("a run of " + repository);
                },
                (repository, trigger) -> {
                    throw new AssertionError("a run of " + repository);
                },
                statuses,
                board,
                new TokenWatch());
    }

    private RepositoryConfiguration configure(int number) {
        return new RepositoryConfiguration(
                new RepositoryId("r" + number),
                root.resolve("r" + number),
                RemoteUrl.parse(root.resolve("remote-" + number).toString(), root),
                new BranchName("main"),
                true);
    }

    private JsonNode list(@Nullable Set<RepositoryId> repositories) throws IOException {
        ApiAnswer answer =
                api.listRepositories(new ApiToken("app", () -> "secret", repositories, ApiToken.TokenAccess.READ));
        assertThat(answer.status()).isEqualTo(200);
        return Json.read(Json.write(answer.body()).getBytes(StandardCharsets.UTF_8))
                .get("repositories");
    }

    @Test
    void ofManyItHasWhatThisHostHasHeardAndWhatIsUnderWay() throws IOException {
        ReconcileResult agreed = ReconcileResult.builder(new RepositoryId("r3"), new BranchName("main"), Trigger.BOOT)
                .outcome(Outcome.IN_SYNC, "both sides hold it")
                .build();
        new EventFeed(log).runEnded(agreed);
        board.branchFound(new RepositoryId("r3"), new BranchPosition(COMMIT, COMMIT, 0, 0, null, null));
        RunningRun run = new RunningRun("reconcile/r5", "run", BEGUN, "Fetch", 1, null, null);
        underWay = List.of(new RepositoryStatus(new RepositoryId("r5"), RepositoryState.RUNNING, null, run, List.of()));

        JsonNode list = list(null);

        assertThat(asked).isEmpty();
        assertThat(list).hasSize(101);
        assertThat(list.get(3).get("repository").textValue()).isEqualTo("r3");
        assertThat(list.get(3).get("state").textValue()).isEqualTo("settled");
        assertThat(list.get(3).get("local").textValue()).isEqualTo(COMMIT.hex());
        assertThat(list.get(3).get("ahead").intValue()).isZero();
        assertThat(list.get(3).get("last").get("outcome").textValue()).isEqualTo("in-sync");
        assertThat(list.get(3).get("last").get("finishedAt").textValue()).isNotEmpty();
        assertThat(list.get(3).get("running").isNull()).isTrue();
        assertThat(list.get(5).get("state").textValue()).isEqualTo("running");
        assertThat(list.get(5).get("running").get("runId").textValue()).isEqualTo("run");
        assertThat(list.get(7).get("state").textValue()).isEqualTo("unknown");
        assertThat(list.get(7).get("last").isNull()).isTrue();
    }

    @Test
    void whatHasEndedIsKnownThoughMoreHasHappenedSinceThanTheEventsKeep() throws IOException {
        RepositoryId first = new RepositoryId("r3");
        new EventFeed(log)
                .runEnded(ReconcileResult.builder(first, new BranchName("main"), Trigger.BOOT)
                        .outcome(Outcome.IN_SYNC, "both sides hold it")
                        .build());
        board.branchFound(first, null);
        for (int i = 0; i < EventLog.KEPT; i++) {
            new EventFeed(log).commitSeen(new RepositoryId("r4"), COMMIT, BEGUN);
        }

        assertThat(list(null).get(3).get("state").textValue()).isEqualTo("settled");
    }

    @Test
    void ofAFewEachIsAskedFor() throws IOException {
        JsonNode list = list(Set.of(new RepositoryId("r3"), new RepositoryId("r4")));

        assertThat(asked).containsExactly(new RepositoryId("r3"), new RepositoryId("r4"));
        assertThat(list).hasSize(2);
    }

    @Test
    void aServiceThatIsAwayIsSaidToBe() {
        away = new TemporalUnavailableException("away", new IllegalStateException("away"));

        assertThatThrownBy(() -> list(null))
                .isInstanceOf(RequestProblemException.class)
                .hasMessageContaining("the Temporal service does not answer");
    }

    private final class Statuses implements StatusSource {
        @Override
        public List<RepositoryStatus> read(List<RepositoryConfiguration> repositories) {
            repositories.forEach(each -> asked.add(each.id()));
            return repositories.stream()
                    .map(each -> new RepositoryStatus(each.id(), RepositoryState.UNKNOWN, null, null, List.of()))
                    .toList();
        }

        @Override
        public List<RepositoryStatus> readRunning(List<RepositoryConfiguration> repositories) {
            if (away != null) {
                throw away;
            }
            return underWay;
        }

        @Override
        public List<RunTrace> readTraces(RepositoryConfiguration repository) {
            throw new AssertionError("asked of " + repository);
        }
    }
}

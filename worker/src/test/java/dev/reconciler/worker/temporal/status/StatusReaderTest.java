package dev.reconciler.worker.temporal.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lease.GivenLease;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.ActivityAssembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.state.ConflictBook;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunningRun;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On the service inside the process and real repositories, each test with one of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class StatusReaderTest {
    private static final String HOST = "data-host-1";
    private static final Duration BUDGET = Duration.ofMinutes(5);
    private static final List<String> IDS =
            List.of("fresh", "settled", "escaped", "unsaid", "failed", "retrying", "ended", "alone", "waiting");

    @TempDir
    static Path root;

    private Configuration configuration;
    private WorkflowClient client;
    private WorkflowRuns runs;
    private ConflictSource conflicts;

    @BeforeAll
    void startTheService() throws IOException {
        StringBuilder file = new StringBuilder("host: " + HOST + "\nrepositories:\n");
        for (String id : IDS) {
            NativeGit.init(remote(id)).commit("a", "1");
            if (!id.equals("failed")) {
                NativeGit.clone(remote(id).toString(), root.resolve(id + ".git"), "--bare");
            }
            file.append("  - { id: %1$s, path: %1$s.git, remote: %1$s-remote, branch: main }%n".formatted(id));
        }
        configuration = new ConfigurationReader(Map.of(), Optional::empty)
                .read(Files.writeString(root.resolve("reconciler.yaml"), file));
        EmbeddedTemporal temporal = EmbeddedTemporal.start(
                HostQueues.of(configuration), ActivityAssembly.newActivities(configuration, false));
        client = temporal.client();
        runs = new WorkflowRuns(client);
        conflicts = new ConflictBranchLookup(new ConflictCases(
                configuration.repositories(), configuration.identity(), ConflictBook.look(configuration.state())));
    }

    @Test
    void aRepositoryWithoutARunIsUnknown() {
        RepositoryStatus status = status("fresh");

        assertThat(status)
                .isEqualTo(new RepositoryStatus(
                        new RepositoryId("fresh"),
                        RepositoryState.UNKNOWN,
                        null,
                        null,
                        null,
                        status.warnings(),
                        List.of()));
        // Git made the clone, and syncs no commit in it.
        assertThat(status.warnings()).hasSize(1);
    }

    @Test
    void theLeaseOfAnApplicationIsToldUntilItsEnd() throws IOException {
        RepositorySettings settings = configuration.repositories().stream()
                .filter(each -> each.id().value().equals("fresh"))
                .findFirst()
                .orElseThrow()
                .settings(configuration.identity());
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            GivenLease lease = (GivenLease) Leases.of(repository).take("app", Duration.ofMinutes(5));

            assertThat(status("fresh").lease()).isEqualTo(new LeaseStatus("app", lease.fence(), lease.expiresAt()));
            Leases.of(repository).release(lease.id(), "app");
            assertThat(status("fresh").lease()).isNull();
        }
    }

    @Test
    void anAgreementIsSettledWithItsResultAndItsEnd() {
        Instant before = Instant.now().minusMillis(5);
        ReconcileResult result = run("settled").join();

        RepositoryStatus status = status("settled");

        assertThat(status.state()).isEqualTo(RepositoryState.SETTLED);
        assertThat(status.running()).isNull();
        assertThat(last(status).result()).isEqualTo(result);
        assertThat(last(status).finishedAt()).isBetween(before, Instant.now().plusMillis(5));
    }

    /** Both sides change one file, and a run escapes. Answers the conflict branch. */
    private String escape(String id) {
        run(id).join();
        NativeGit elsewhere = NativeGit.clone(root.resolve(id + ".git").toString(), root.resolve(id + "-mine"));
        elsewhere.commit("a", "mine");
        elsewhere.run("push", "-q", "origin", "main");
        NativeGit.in(remote(id)).commit("a", "theirs");
        return Objects.requireNonNull(run(id).join().conflictBranch());
    }

    /** It was told of settled repositories only. */
    @Test
    void aConflictIsToldWhileARunTriesAgainAndAfterOneThatFailed() throws IOException {
        String branch = escape("waiting");
        CompletableFuture<ReconcileResult> pushing = runAgainstALockedBranch("waiting");
        RepositoryStatus retrying = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> status("waiting"), it -> it.state() == RepositoryState.RETRYING);

        assertThat(retrying.openConflicts()).containsExactly(branch);

        Files.writeString(remote("waiting").resolve(".git/hooks/pre-receive"), "#!/bin/sh\nexit 1\n")
                .toFile()
                .setExecutable(true);
        Files.delete(remote("waiting").resolve(".git/refs/heads/main.lock"));
        assertThat(pushing.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(status("waiting").state()).isEqualTo(RepositoryState.FAILED);
        assertThat(status("waiting").openConflicts()).containsExactly(branch);
    }

    @Test
    void aConflictStaysOpenOverLaterRunsUntilItsBranchIsGone() {
        String branch = escape("escaped");
        NativeGit remote = NativeGit.in(remote("escaped"));
        assertThat(status("escaped").state()).isEqualTo(RepositoryState.ESCAPED);

        assertThat(run("escaped").join().outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(status("escaped").state()).isEqualTo(RepositoryState.ESCAPED);
        assertThat(status("escaped").openConflicts()).containsExactly(branch);

        remote.run("branch", "-D", branch);
        assertThat(status("escaped").state()).isEqualTo(RepositoryState.SETTLED);
    }

    @Test
    void whereTheRemoteDoesNotSayTheLastRunsWordCounts() throws IOException {
        run("unsaid").join();
        Files.move(remote("unsaid"), root.resolve("unsaid-away"));

        assertThat(status("unsaid").state()).isEqualTo(RepositoryState.SETTLED);
    }

    @Test
    void aRunThatAPersonMustActOnIsFailedWithItsError() throws IOException {
        Files.createDirectory(root.resolve("failed.git"));
        Files.writeString(root.resolve("failed.git/notes"), "no repository");
        run("failed").join();

        RepositoryStatus status = status("failed");

        assertThat(status.state()).isEqualTo(RepositoryState.FAILED);
        assertThat(Objects.requireNonNull(last(status).result().error()).type())
                .isEqualTo(ErrorType.REPOSITORY_CORRUPT);
    }

    @Test
    void aRunThatTriesAgainShowsWhatItWaitsForBesideTheLastResult() throws IOException {
        ReconcileResult first = run("retrying").join();
        CompletableFuture<ReconcileResult> second = runAgainstALockedBranch("retrying");

        RepositoryStatus status = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> status("retrying"),
                        it -> it.running() != null && it.running().nextAttemptAt() != null);

        RunningRun running = Objects.requireNonNull(status.running());
        assertThat(status.state()).isEqualTo(RepositoryState.RETRYING);
        assertThat(last(status).result()).isEqualTo(first);
        assertThat(running.workflowId()).isEqualTo("reconcile/retrying");
        assertThat(running.runId()).isNotEmpty();
        assertThat(running.step()).isEqualTo("waiting");
        assertThat(running.attempt()).isGreaterThan(1);
        assertThat(running.nextAttemptAt()).isAfter(running.since());
        assertThat(running.lastError()).isNotBlank();
        assertThat(second).isNotDone();
    }

    /** The local branch is ahead, and the lock of another git process on the remote's branch stays. */
    private CompletableFuture<ReconcileResult> runAgainstALockedBranch(String id) throws IOException {
        NativeGit edit = NativeGit.clone(root.resolve(id + ".git").toString(), root.resolve(id + "-edit"));
        edit.commit("b", "1");
        edit.run("push", "-q", "origin", "main");
        NativeGit.in(remote(id)).run("checkout", "-q", "--detach");
        Files.createFile(remote(id).resolve(".git/refs/heads/main.lock"));
        return run(id);
    }

    @Test
    void aRunThatAPersonEndedIsFailedWithoutAResult() {
        request("ended", "a-host-that-is-gone");
        client.newUntypedWorkflowStub("reconcile/ended").terminate("enough");

        RepositoryStatus status = status("ended");

        assertThat(status.state()).isEqualTo(RepositoryState.FAILED);
        assertThat(last(status).result().message()).contains("the run ended as terminated");
    }

    @Test
    void aRunWhoseHostIsGoneWaitsAndIsNotFailed() {
        request("alone", "a-host-that-is-gone");
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

        RepositoryStatus status = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> status("alone", later),
                        it -> it.running() != null && it.running().step().equals(RunningRun.WAITING_FOR_WORKER));

        assertThat(status.state()).isEqualTo(RepositoryState.RUNNING);
        assertThat(status.last()).isNull();
        assertThat(Objects.requireNonNull(status("alone").running()).step()).isEqualTo("fetch");
    }

    private CompletableFuture<ReconcileResult> run(String id) {
        return request(id, HOST);
    }

    private CompletableFuture<ReconcileResult> request(String id, String host) {
        RepositoryConfiguration repository = repository(id);
        return runs.run(new ReconcileInput(repository.id(), host, repository.branch(), Trigger.MANUAL, BUDGET, false));
    }

    private RepositoryStatus status(String id) {
        return status(id, Clock.systemUTC());
    }

    private RepositoryStatus status(String id, Clock clock) {
        Configuration only = configuration.withRepositories(List.of(repository(id)));
        return new StatusReader(client, conflicts, repository -> Optional.empty(), clock)
                .read(only)
                .get(0);
    }

    private RepositoryConfiguration repository(String id) {
        return configuration.repositories().get(IDS.indexOf(id));
    }

    private static EndedRun last(RepositoryStatus status) {
        return Objects.requireNonNull(status.last());
    }

    private static Path remote(String id) {
        return root.resolve(id + "-remote");
    }
}

package dev.reconciler.worker.service;

import static dev.reconciler.worker.service.HostFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.cli.KilledMain;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.situations.RepositoryPair;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.worker.transports.GitDaemon;
import dev.reconciler.workflow.host.HostListing;
import dev.reconciler.workflow.host.HostWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong around a service that runs for months. */
@OnFullServer
@Tag("long")
class FaultsTest {
    private static final int KILLED = 128 + 9;
    private static final String REPLAYED = "commit $CLONE l.txt l; commit $REMOTE r.txt r";
    private static final String ESCAPED = "commit $CLONE base.txt local; commit $REMOTE base.txt remote";

    @TempDir
    static Path root;

    private static FullServer server;

    @BeforeAll
    static void start() {
        server = FullServer.shared().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "before Fetch, false",
        "after Fetch, false",
        "after Classify, false",
        "before Replay, false",
        "after Replay, false",
        "before Advance, false",
        "after Advance, false",
        "before Push, false",
        "after Push, false",
        "before Preserve, true",
        "after Preserve, true",
        "before Verify, true",
        "after Verify, true",
        "before Adopt, true",
        "after Adopt, true",
    })
    void aWorkerThatIsKilledAndStartedAgainGoesOn(String point, boolean conflicts) {
        HostFixture host = HostFixture.on(server, root, conflicts ? ESCAPED : REPLAYED);
        Set<RepositoryPair.HeldCommit> before = host.pair().look().commits();
        Program.Running killed = KilledMain.at(point, host.program()).start("worker");
        assertThat(killed.status()).as(killed.printed()).isEqualTo(KILLED);

        try (Program.Running worker = host.worker()) {
            eventually().until(() -> isOver(host));

            assertThat(host.agrees()).isTrue();
            Set<String> held = host.pair().held().stream()
                    .map(RepositoryPair.HeldCommit::kept)
                    .collect(Collectors.toSet());
            assertThat(before).allMatch(commit -> held.contains(commit.kept()));
            assertThat(host.pair().leftovers()).isEmpty();
            NativeGit.in(host.pair().local()).fsck();
            long branches = host.pair().look().remoteRefs().stream()
                    .filter(ref -> ref.startsWith("refs/heads/conflicts/"))
                    .count();
            assertThat(branches).isEqualTo(conflicts ? 1 : 0);
        }
    }

    private static boolean isOver(HostFixture host) {
        WorkflowStub run = server.client().newUntypedWorkflowStub(host.workflowId());
        return run.describe().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
    }

    @Test
    void aRemoteThatIsAwayForLongerThanAWorkerLivesIsPushedToOnceItIsBack() throws Exception {
        HostFixture host = HostFixture.on(server, root, "commit $CLONE l.txt l");
        try (GitDaemon remote = new GitDaemon(host.folder())) {
            remote.close();
            host.remoteAt(remote.url(host.pair().remote()));
            try (Program.Running first = host.worker()) {
                eventually().until(() -> first.printed().contains("the boot run goes on"));
            }
            try (Program.Running second = host.worker()) {
                eventually().until(() -> second.printed().contains("the boot run goes on"));
                remote.restart();

                eventually().until(host::agrees);
                assertThat(second.process().isAlive()).isTrue();
            }
        }
    }

    @Test
    void aPushThatIsRefusedForLongerThanAWorkerLivesIsTakenOnceItMay() throws Exception {
        HostFixture host = HostFixture.on(server, root, "commit $CLONE l.txt l; : > $REMOTE/refs/heads/main.lock");
        try (Program.Running first = host.worker()) {
            eventually().until(() -> first.printed().contains("the boot run goes on"));
        }
        try (Program.Running second = host.worker()) {
            eventually().until(() -> second.printed().contains("the boot run goes on"));
            Files.delete(host.pair().remote().resolve("refs/heads/main.lock"));

            eventually().until(host::agrees);
            assertThat(second.process().isAlive()).isTrue();
        }
    }

    @Test
    void aServerThatIsKilledWhileARunRetriesGoesOnWithIt() throws Exception {
        FullServer own = FullServer.inFolder(Files.createDirectory(root.resolve("killed-server")))
                .orElseThrow();
        HostFixture host = HostFixture.on(own, root, "commit $CLONE l.txt l");
        try (own;
                GitDaemon remote = new GitDaemon(host.folder())) {
            remote.close();
            host.remoteAt(remote.url(host.pair().remote()));
            try (Program.Running worker = host.worker()) {
                eventually().until(() -> worker.printed().contains("the boot run goes on"));
                String runId = runId(own, host.workflowId());
                own.kill();
                own.start();
                remote.restart();

                eventually().until(host::agrees);
                assertThat(runId(own, host.workflowId())).isEqualTo(runId);
            }
        }
    }

    @Test
    void aServerThatLosesItsDataWhileARunRetriesIsAskedForAnotherRun() throws Exception {
        FullServer own = FullServer.inFolder(Files.createDirectory(root.resolve("emptied-server")))
                .orElseThrow();
        HostFixture host = HostFixture.on(own, root, "commit $CLONE l.txt l");
        try (own;
                GitDaemon remote = new GitDaemon(host.folder())) {
            remote.close();
            host.remoteAt(remote.url(host.pair().remote()));
            try (Program.Running worker = host.worker()) {
                eventually().until(() -> worker.printed().contains("the boot run goes on"));
                own.kill();
                own.loseData();
                own.start();
                remote.restart();

                eventually().until(host::agrees);
                eventually().until(() -> worker.printed().contains("the boot run is over"));
            }
        }
    }

    /** Of thousands of repositories, each got a run after an outage, as though the server had lost its data. */
    @Test
    void aListingThatWentOnInAnotherRunIsNotTakenForLostAndALostOneIs() throws Exception {
        FullServer own = FullServer.inFolder(Files.createDirectory(root.resolve("continued-server")))
                .orElseThrow();
        HostFixture host = HostFixture.on(own, root);
        try (own;
                Program.Running worker = host.worker()) {
            eventually().until(() -> countLines(worker, "the boot run is over") == 1);
            continueListing(own, host);
            String run = runId(own, host.workflowId());
            takeAway(own, worker);
            own.start();
            eventually().until(() -> countLines(worker, "at work on Temporal") == 2);

            assertThat(worker.printed()).doesNotContain("lost its data");
            assertThat(runId(own, host.workflowId())).isEqualTo(run);

            takeAway(own, worker);
            own.loseData();
            own.start();
            eventually().until(() -> countLines(worker, "the boot run is over") == 2);
            assertThat(worker.printed()).contains("lost its data");
        }
    }

    /** Until the worker has seen that it is gone, which it looks for once a second. */
    private static void takeAway(FullServer server, Program.Running worker) {
        String seen = "the service goes on trying";
        long before = countLines(worker, seen);
        server.kill();
        eventually().until(() -> countLines(worker, seen) > before);
    }

    private static void continueListing(FullServer server, HostFixture host) {
        String id = HostListing.workflowId(host.host());
        WorkflowStub stub = server.client().newUntypedWorkflowStub(id);
        HostListing listing = stub.describe().getMemo(HostWorkflow.LISTING, HostListing.class, HostListing.class);
        String run = runId(server, id);
        eventually().pollInterval(Duration.ofMillis(2)).until(() -> {
            stub.signal(HostWorkflow.ANNOUNCE, listing);
            return !runId(server, id).equals(run);
        });
    }

    private static long countLines(Program.Running worker, String words) {
        return worker.printed().lines().filter(line -> line.contains(words)).count();
    }

    private static String runId(FullServer server, String workflowId) {
        return server.client()
                .newUntypedWorkflowStub(workflowId)
                .describe()
                .getExecution()
                .getRunId();
    }

    @Test
    void aThousandTriggersAreServedByFewPasses() throws Exception {
        HostFixture host = HostFixture.on(server, root);
        TemporalProfile profile =
                TemporalProfile.of(TemporalTarget.UNSET, Map.of("TEMPORAL_ADDRESS", server.address()));
        HostRepository repository = new HostRepository(
                new RepositoryId(host.id()),
                host.host(),
                new dev.reconciler.model.BranchName("main"),
                List.of(),
                Duration.ofHours(1));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Program.Running worker = host.worker();
                TemporalConnection connection = TemporalConnection.open(profile, TemporalConnection.BRIEFLY)) {
            eventually().until(() -> worker.printed().contains("the boot run is over"));
            TemporalRunStarter starter = new TemporalRunStarter(new WorkflowRuns(connection));
            List<Future<RequestedRun>> requests = IntStream.range(0, 999)
                    .mapToObj(i -> threads.submit(() -> starter.request(repository, Trigger.WEBHOOK)))
                    .toList();
            for (Future<RequestedRun> request : requests) {
                request.get();
            }
            host.script("commit $REMOTE r.txt r");
            starter.request(repository, Trigger.WEBHOOK);

            eventually().until(host::agrees);
            eventually().until(() -> isOver(host));
            String query = "WorkflowId = '" + host.workflowId() + "'";
            assertThat(server.client().countWorkflows(query).getCount()).isLessThan(500);
        } finally {
            threads.shutdownNow();
        }
    }
}

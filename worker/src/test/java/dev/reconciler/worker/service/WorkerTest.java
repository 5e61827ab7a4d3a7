package dev.reconciler.worker.service;

import static dev.reconciler.worker.service.HostFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.model.Trigger;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.host.HostRegistry;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code worker}, {@code boot} and {@code start} as their users have them. */
@OnFullServer
@Tag("slow")
class WorkerTest {
    private static final int TERMINATED = 128 + 15;

    @TempDir
    static Path root;

    private static FullServer server;

    @BeforeAll
    static void start() {
        server = FullServer.shared().orElseThrow();
    }

    @Test
    void aHostIsServedFromItsBootToItsEnd() {
        HostFixture host =
                HostFixture.on(server, root, "commit $REMOTE r.txt r").with("every: 1h");
        try (Program.Running worker = host.worker()) {
            eventually().until(host::agrees);
            eventually().until(() -> worker.printed().contains(host.id() + ": the boot run is over"));

            host.script("commit $CLONE l.txt l");
            Program.Finished boot = host.program().run("boot", "--json");
            host.script("commit $CLONE m.txt m");
            Program.Finished start = host.program().run("start", host.id());
            eventually().until(host::agrees);
            host.script("commit $CLONE n.txt n");
            Program.Finished waited = host.program().run("start", host.id(), "--wait", "1m", "--json");

            assertThat(boot.status()).isZero();
            assertThat(boot.result().get("outcome").asText()).isEqualTo("pushed-ahead");
            assertThat(boot.result().get("trigger").asText()).isEqualTo("boot");
            assertThat(start.status()).isZero();
            assertThat(start.out()).isEqualTo(host.workflowId() + "\n");
            assertThat(waited.status()).isZero();
            assertThat(waited.result().get("outcome").asText()).isEqualTo("pushed-ahead");
            assertThat(host.agrees()).isTrue();
            assertThat(worker.stop()).isEqualTo(TERMINATED);
            assertThat(worker.printed()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void bootLeavesARunThatRetriesToTheService() {
        HostFixture down = HostFixture.on(server, root, "commit $CLONE l.txt l").remoteAt("git://127.0.0.1:1/x.git");
        try (Program.Running worker = down.worker()) {
            eventually().until(() -> worker.printed().contains("the boot run goes on"));

            Program.Finished boot = down.program().run("boot", "--wait", "3s", "--json");

            JsonNode line = boot.result();
            assertThat(boot.status()).isEqualTo(3);
            assertThat(line.get("outcome").asText()).isEqualTo("retrying");
            assertThat(line.get("workflowId").asText()).isEqualTo(down.workflowId());
            assertThat(line.get("message").asText()).contains("failed: ").contains("127.0.0.1");
        }
    }

    @Test
    void bootWithoutAWorkerSaysWhatItWaitsFor() {
        HostFixture host = HostFixture.on(server, root);
        HostFixture other = HostFixture.on(server, root);
        try (Program.Running elsewhere = other.worker()) {
            String waits = host.id() + ": waiting main: Fetch waits for its turn on host " + host.host();
            // The run gets that far in its first workflow task, which a busy machine may not reach during the wait.
            Program.Finished boot = eventually()
                    .until(() -> host.program().run("boot", "--wait", "3s"), run -> run.out()
                            .startsWith(waits));

            assertThat(boot.status()).isEqualTo(3);
            assertThat(boot.out()).endsWith("the run goes on as " + host.workflowId() + "\n");
            assertThat(elsewhere.process().isAlive()).isTrue();
        }
        // A host that was away takes up what waited for it.
        try (Program.Running worker = host.worker()) {
            Program.Finished start = host.program().run("start", host.id(), "--wait", "1m");
            assertThat(start.status()).isZero();
        }
    }

    @Test
    void oneIdOnTwoHostsIsRefusedByBoth() {
        HostFixture host = HostFixture.on(server, root);
        try (Program.Running worker = host.worker()) {
            eventually().until(() -> worker.printed().contains("the boot run is over"));
            HostFixture twin = host.twin(root);

            Program.Finished second = twin.program().run("worker");
            Program.Finished boot = twin.program().run("boot", "--json");

            assertThat(second.status()).isEqualTo(2);
            assertThat(second.err())
                    .contains("on host " + twin.host() + " and on host " + host.host())
                    .contains("temporal workflow terminate --workflow-id reconcile-host/HOST");
            assertThat(boot.status()).isEqualTo(2);
            assertThat(boot.result().get("error").get("type").asText()).isEqualTo("Configuration");
            server.client()
                    .newUntypedWorkflowStub("reconcile-host/" + host.host())
                    .terminate("retired");
            eventually().until(() -> twin.program().run("boot", "--wait", "1s").status() == 3);
        }
    }

    @Test
    void eachHostServesItsOwnRepositoriesWhicheverHostAsks() {
        HostFixture one = HostFixture.on(server, root).with("aliases: [ \"git@example.org:x/y.git\" ]");
        HostFixture two = HostFixture.on(server, root);
        TemporalProfile profile =
                TemporalProfile.of(TemporalTarget.UNSET, Map.of("TEMPORAL_ADDRESS", server.address()));
        try (Program.Running first = one.worker();
                Program.Running second = two.worker();
                TemporalConnection connection = TemporalConnection.open(profile, TemporalConnection.BRIEFLY)) {
            eventually().until(() -> first.printed().contains("the boot run is over"));
            eventually().until(() -> second.printed().contains("the boot run is over"));
            List<HostRepository> known = new HostRegistry(connection).repositories();
            two.script("commit $CLONE l.txt l");

            // As a webhook does that the other host received.
            HostRepository asked = known.stream()
                    .filter(repository -> repository.id().value().equals(two.id()))
                    .findFirst()
                    .orElseThrow();
            new TemporalRunStarter(new WorkflowRuns(connection)).request(asked, Trigger.WEBHOOK);

            eventually().until(two::agrees);
            assertThat(known)
                    .filteredOn(repository -> repository.host().equals(one.host()))
                    .flatExtracting(HostRepository::remotes)
                    .containsExactly("example.org:x/y.git");
        }
    }

    @Test
    void aServiceThatIsAwayIsSaidOnceAndWaitedFor() throws Exception {
        FullServer own = FullServer.inFolder(root).orElseThrow();
        own.kill();
        HostFixture host = HostFixture.at(own.address(), root, "commit $REMOTE r.txt r");
        try (own;
                Program.Running worker = host.worker()) {
            Program.Finished boot = host.program().run("boot");
            assertThat(boot.status()).isEqualTo(1);
            // A newer Java warns first of what libraries do.
            assertThat(boot.err().lines())
                    .filteredOn(line -> line.startsWith(
                            "the Temporal service at " + own.address() + " (namespace default) does not answer"))
                    .hasSize(1);
            eventually().until(() -> worker.printed().contains("does not answer"));

            own.start();
            eventually().until(host::agrees);
            own.kill();
            eventually().until(() -> worker.printed().split("does not answer", -1).length == 3);
            own.start();
            eventually().until(() -> worker.printed().split("at work on Temporal", -1).length == 3);

            host.script("commit $REMOTE s.txt s");
            assertThat(host.program().run("start", host.id(), "--wait", "1m").status())
                    .isZero();
            assertThat(worker.printed().split("does not answer", -1)).hasSize(3);
        }
    }
}

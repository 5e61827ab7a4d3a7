package dev.reconciler.worker.temporal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.server.FullServer;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.HostWorkers;
import dev.reconciler.workflow.ReconcileInput;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a full server, since the service inside this process does not tell of the events of an open run. */
@Tag("slow")
class LingeringRunsTest {
    private static final String HOST = "lingering-host";

    private final BlockingQueue<ReconcileResult> told = new LinkedBlockingQueue<>();
    private volatile Supplier<RemoteState> fetch = FetchingActivities::inSync;
    private WorkflowClient client;
    private WorkerFactory workers;
    private WorkflowRuns runs;
    private EndedRuns ended;

    @BeforeEach
    void serveHost() {
        assumeTrue(FullServer.isAvailable(), "no temporal program on this machine");
        client = FullServer.shared().orElseThrow().client();
        workers = WorkerFactory.newInstance(client);
        runs = new WorkflowRuns(client);
        ended = EndedRuns.ofLingering(client, told::add);
        new HostWorkers(workers, HostQueues.single(HOST, 8))
                .serveRunsEmbedded(FetchingActivities.of(request -> fetch.get()));
        workers.start();
    }

    @AfterEach
    void stopWorkers() {
        if (workers != null) {
            workers.shutdownNow();
        }
    }

    private static HostRepository repository(String id) {
        return RunsFixture.repository(id, HOST);
    }

    private static ReconcileInput lingering(HostRepository repository, Trigger trigger, Duration linger) {
        return TemporalRunStarter.newInput(repository, trigger).withLinger(linger);
    }

    private ReconcileResult takeTold() throws InterruptedException {
        return told.poll(1, TimeUnit.MINUTES);
    }

    @Test
    void eachResultIsToldWhileTheRunIsOpen() throws Exception {
        HostRepository data = repository("lingers");
        RequestedRun run = runs.request(lingering(data, Trigger.COMMIT, Duration.ofHours(1)));
        ended.watch(run.workflowId(), run.runId());

        assertThat(takeTold().trigger()).isEqualTo(Trigger.COMMIT);
        assertThat(new LatestRunReader(client).isOver(data)).isFalse();
        assertThat(new LatestRunReader(client).readLatestRun(data).state()).isEqualTo(RunPhase.OVER);

        runs.request(lingering(data, Trigger.WEBHOOK, Duration.ofHours(1)));

        assertThat(takeTold().trigger()).isEqualTo(Trigger.WEBHOOK);
    }

    @Test
    void aRunThatFailedShowsWhyWhileItIsOpen() throws Exception {
        HostRepository refused = repository("lingers-refused");
        fetch = () -> {
            throw FetchingActivities.failure("Configuration", "another branch by now");
        };
        RequestedRun run = runs.request(lingering(refused, Trigger.BOOT, Duration.ofHours(1)));
        ended.watch(run.workflowId(), run.runId());

        assertThat(takeTold().trigger()).isEqualTo(Trigger.BOOT);
        assertThat(new LatestRunReader(client).isOver(refused)).isFalse();
        assertThat(new LatestRunReader(client).readLatestRun(refused))
                .isEqualTo(new LatestRun(RunPhase.OVER, "failed", ErrorType.CONFIGURATION));
    }

    @Test
    void aResultIsToldOnceThoughTheRunEndsLater() throws Exception {
        HostRepository data = repository("lingers-briefly");
        RequestedRun first = runs.request(lingering(data, Trigger.COMMIT, Duration.ofMillis(300)));
        ended.watch(first.workflowId(), first.runId());
        runs.outcome(lingering(data, Trigger.COMMIT, Duration.ZERO)).get(1, TimeUnit.MINUTES);
        RequestedRun second = runs.request(lingering(data, Trigger.WEBHOOK, Duration.ofMillis(300)));
        ended.watch(second.workflowId(), second.runId());

        assertThat(takeTold().trigger()).isEqualTo(Trigger.COMMIT);
        assertThat(takeTold().trigger()).isEqualTo(Trigger.WEBHOOK);
    }

    @Test
    void aRunThatAPersonEndsIsToldWithTheirReason() throws Exception {
        HostRepository data = repository("lingers-ended");
        fetch = () -> {
            throw FetchingActivities.refusedConnection();
        };
        RequestedRun run = runs.request(lingering(data, Trigger.WEBHOOK, Duration.ofHours(1)));
        ended.watch(run.workflowId(), run.runId());
        client.newUntypedWorkflowStub(run.workflowId()).terminate("enough");

        ReconcileResult last = takeTold();

        assertThat(last.trigger()).isEqualTo(Trigger.WEBHOOK);
        assertThat(last.message()).startsWith("the run ended as terminated, without a result (enough)");
    }

    @Test
    void aRunThatIsEndedWhileItLingersHasToldItsResult() throws Exception {
        HostRepository data = repository("lingers-no-more");
        RequestedRun first = runs.request(lingering(data, Trigger.COMMIT, Duration.ofHours(1)));
        ended.watch(first.workflowId(), first.runId());
        assertThat(takeTold().trigger()).isEqualTo(Trigger.COMMIT);
        client.newUntypedWorkflowStub(first.workflowId()).terminate("enough");
        RequestedRun second = runs.request(lingering(data, Trigger.WEBHOOK, Duration.ofHours(1)));
        ended.watch(second.workflowId(), second.runId());

        assertThat(takeTold().trigger()).isEqualTo(Trigger.WEBHOOK);
    }
}

package dev.reconciler.worker.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.temporal.connection.FakeTemporal;
import dev.reconciler.worker.temporal.host.ConfiguredHost;
import io.grpc.Status;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TemporalServiceTest {
    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    private TemporalService service(ConfiguredHost host) {
        return new TemporalService(
                host.connect(),
                HostRepositories.of(host.configuration()),
                new Events(),
                repository -> events.add("forgot " + repository));
    }

    private void awaitEvent(String start) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> events.stream()
                .anyMatch(event -> event.startsWith(start)));
    }

    @Test
    void aServiceThatIsAwayIsToldAndClosingEndsTheWait() throws Exception {
        TemporalService service = service(new ConfiguredHost("127.0.0.1:1", ConfiguredHost.freshId()));
        CompletableFuture<Void> running = runInThread(service);
        awaitEvent("unreachable the Temporal service at 127.0.0.1:1");

        service.close();

        running.get(1, TimeUnit.MINUTES);
        assertThat(events).allMatch(event -> event.startsWith("unreachable "));
    }

    /** The worker ended with it, as by a defect. */
    @Test
    void anAnswerThatNobodyForesawIsToldAndTheServiceGoesOn() throws Exception {
        String id = ConfiguredHost.freshId();
        AtomicInteger refusals = new AtomicInteger(2);
        try (FakeTemporal temporal = FakeTemporal.ofEndedRuns()) {
            temporal.answer(WorkflowServiceGrpc.getSignalWithStartWorkflowExecutionMethod(), request -> {
                if (request.getWorkflowId().endsWith(id) && refusals.getAndDecrement() > 0) {
                    throw Status.INVALID_ARGUMENT
                            .withDescription("said the server")
                            .asRuntimeException();
                }
                return SignalWithStartWorkflowExecutionResponse.getDefaultInstance();
            });
            TemporalService service = service(new ConfiguredHost(temporal.address(), id));
            CompletableFuture<Void> running = runInThread(service);

            awaitEvent("ended " + id);

            assertThat(running).isNotDone();
            assertThat(events)
                    .contains("reached")
                    .noneMatch(event -> event.startsWith("unreachable "))
                    .filteredOn(event -> event.startsWith("degraded "))
                    .singleElement()
                    .asString()
                    .endsWith("INVALID_ARGUMENT: said the server");
            service.close();
            running.get(1, TimeUnit.MINUTES);
        }
    }

    /** It may have lost its data, and with them the cases: nobody was told of a conflict again until the next start. */
    @Test
    void whatCasesHaveSeenIsForgottenEachTimeTheServiceWasAway() throws Exception {
        String id = ConfiguredHost.freshId();
        try (FakeTemporal temporal = FakeTemporal.ofEndedRuns()) {
            TemporalService service = service(new ConfiguredHost(temporal.address(), id));
            CompletableFuture<Void> running = runInThread(service);
            awaitEvent("reached");
            beAway(temporal);

            assertThat(events).filteredOn(("forgot " + id)::equals).hasSize(1);
            service.close();
            running.get(1, TimeUnit.MINUTES);
        }
    }

    /** What retried there was done by nobody until something else asked for it, and readiness did not say so. */
    @Test
    void eachRepositoryGetsARunAgainWhereTheServiceHasLostItsDataAndNoneWhereItWasAway() throws Exception {
        String id = ConfiguredHost.freshId();
        AtomicReference<String> data = new AtomicReference<>("first data");
        AtomicInteger requests = new AtomicInteger();
        try (FakeTemporal temporal = FakeTemporal.ofEndedRuns()) {
            temporal.answer(WorkflowServiceGrpc.getSignalWithStartWorkflowExecutionMethod(), request -> {
                requests.addAndGet(request.getWorkflowId().endsWith(id) ? 1 : 0);
                // A long listing goes on in another run, which no answer to a signal tells from one that is new.
                return SignalWithStartWorkflowExecutionResponse.newBuilder()
                        .setRunId(UUID.randomUUID().toString())
                        .build();
            });
            temporal.answer(
                    WorkflowServiceGrpc.getDescribeWorkflowExecutionMethod(),
                    request -> DescribeWorkflowExecutionResponse.newBuilder()
                            .setWorkflowExecutionInfo(WorkflowExecutionInfo.newBuilder()
                                    .setExecution(request.getExecution())
                                    .setFirstRunId(data.get())
                                    .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED))
                            .build());
            TemporalService service = service(new ConfiguredHost(temporal.address(), id));
            CompletableFuture<Void> running = runInThread(service);
            awaitEvent("ended " + id);
            awaitEvent("reached");

            beAway(temporal);
            assertThat(requests).hasValue(1);

            data.set("second data");
            beAway(temporal);
            awaitEvent("ended " + id);

            assertThat(requests).hasValue(2);
            service.close();
            running.get(1, TimeUnit.MINUTES);
        }
    }

    /** Until that was told, and it was reached again. */
    private void beAway(FakeTemporal temporal) {
        temporal.answer(WorkflowServiceGrpc.getDescribeNamespaceMethod(), request -> {
            throw Status.NOT_FOUND.asRuntimeException();
        });
        awaitEvent("unreachable ");
        events.clear();
        temporal.answer(
                WorkflowServiceGrpc.getDescribeNamespaceMethod(),
                request -> DescribeNamespaceResponse.getDefaultInstance());
        awaitEvent("reached");
    }

    /** Of thousands, each costs some calls: boot runs and readiness waited for all of them, again after each outage. */
    @Test
    void theBootRunsDoNotWaitForSchedules() throws Exception {
        String id = ConfiguredHost.freshId();
        try (FakeTemporal temporal = FakeTemporal.ofEndedRuns()) {
            temporal.hang(WorkflowServiceGrpc.getListSchedulesMethod());
            TemporalService service = service(new ConfiguredHost(temporal.address(), id));
            CompletableFuture<Void> running = runInThread(service);

            awaitEvent("ended " + id);
            awaitEvent("reached");

            assertThat(events).noneMatch(event -> event.startsWith("unreachable "));
            service.close();
            running.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    @OnFullServer
    void eachBootRunIsRequestedAndItsEndIsTold() throws Exception {
        String id = ConfiguredHost.freshId();
        TemporalService service = service(new ConfiguredHost(address(), id));
        CompletableFuture<Void> running = runInThread(service);

        awaitEvent("ended " + id);
        service.close();

        running.get(1, TimeUnit.MINUTES);
        assertThat(events)
                .contains("reached")
                .filteredOn(("ended " + id)::equals)
                .hasSize(1);
    }

    /** A listing of the second host that stayed would keep the first host from starting again. */
    @Test
    @OnFullServer
    void theSecondHostOfAnIdIsRefusedAndTheFirstGoesOn() throws Exception {
        String id = ConfiguredHost.freshId();
        ConfiguredHost one = new ConfiguredHost(address(), id);
        TemporalService first = service(one);
        CompletableFuture<Void> running = runInThread(first);
        awaitEvent("ended " + id);
        ConfiguredHost two = new ConfiguredHost(address(), id);

        try (TemporalService second = service(two)) {
            assertThatThrownBy(second::run)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("on host " + two.name() + " and on host " + one.name());
        }

        assertThat(running).isNotDone();
        first.close();
        running.get(1, TimeUnit.MINUTES);
        TemporalService again = service(one);
        CompletableFuture<Void> restarted = runInThread(again);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> events.stream().filter(("ended " + id)::equals).count() == 2);
        again.close();
        restarted.get(1, TimeUnit.MINUTES);
    }

    // Not in the common pool: with two processors it has one thread, and the client of Temporal needs it for lists.
    private static CompletableFuture<Void> runInThread(TemporalService service) {
        return CompletableFuture.runAsync(service::run, work -> new Thread(work, "service").start());
    }

    private static String address() {
        return FullServer.shared().orElseThrow().address();
    }

    private final class Events implements ServiceListener {
        @Override
        public void temporalReached() {
            events.add("reached");
        }

        @Override
        public void temporalUnreachable(String why) {
            events.add("unreachable " + why);
        }

        @Override
        public void bootRunEnded(RepositoryId repository) {
            events.add("ended " + repository);
        }

        @Override
        public void bootRunDegraded(RepositoryId repository, String why) {
            events.add("degraded " + repository + " " + why);
        }
    }
}

package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.server.ServiceKind;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that arrive while a run is at work, waits or ends. */
@ParameterizedClass
@MethodSource("dev.reconciler.server.ServiceKind#available")
class PassRequestsTest {
    private static final Duration RETRY_FOR = Duration.ofMinutes(5);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong lastFetch = new AtomicLong();
    private final AtomicLong fetches = new AtomicLong();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);
    private final ServiceKind kind;
    private WorkflowService service;

    PassRequestsTest(ServiceKind kind) {
        this.kind = kind;
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        service.close();
    }

    /** Says what happens at a fetch besides, and when the last one began. */
    private FakeHost prepareHost(Runnable atFetch) {
        FakeHost host = new FakeHost();
        for (int i = 0; i < 20_000; i++) {
            host.before("Fetch", () -> {
                lastFetch.set(clock.incrementAndGet());
                fetches.incrementAndGet();
                atFetch.run();
            });
        }
        return host;
    }

    @Test
    @Tag("slow")
    void manyRequestsDuringAPassAreOneMorePass() throws Exception {
        assertOneMorePassAfter(100);
    }

    @Test
    @Tag("long")
    void aThousandRequestsDuringAPassAreOneMorePass() throws Exception {
        assertOneMorePassAfter(1_000);
    }

    private void assertOneMorePassAfter(int count) throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        service = WorkflowService.of(kind, prepareHost(() -> awaitLatch(sent)));
        ReconcileInput input = service.input(RETRY_FOR);
        WorkflowStub run = service.request(input);
        Awaitility.await().until(() -> fetches.get() == 1);

        List<Future<WorkflowStub>> requests = IntStream.range(0, count)
                .mapToObj(i -> threads.submit(() -> service.request(input)))
                .toList();
        for (Future<WorkflowStub> request : requests) {
            request.get();
        }
        long lastRequest = clock.incrementAndGet();
        sent.countDown();
        WorkflowService.result(run);

        assertThat(lastFetch.get()).isGreaterThan(lastRequest);
        assertThat(fetches.get()).isEqualTo(2);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            for (int second = 0; !latch.await(1, TimeUnit.SECONDS); second++) {
                assertThat(second).isLessThan(60);
                Activity.getExecutionContext().heartbeat(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A run takes five times as long on a full server. */
    @Test
    @Tag("slow")
    void requestsAroundTheEndOfARunAreEachFollowedByAPass() throws Exception {
        assertPassAfterEach(kind == ServiceKind.FULL_SERVER ? 20 : 50);
    }

    @Test
    @Tag("long")
    void requestsAroundTheEndOfAThousandRunsAreEachFollowedByAPass() throws Exception {
        assertPassAfterEach(kind == ServiceKind.FULL_SERVER ? 100 : 1_000);
    }

    private void assertPassAfterEach(int runs) throws Exception {
        service = WorkflowService.of(kind, prepareHost(() -> {}));
        Random random = new Random(7);
        long refusedEnds = 0;
        // How many requests land in the last task depends on the machine: a quick one needs more of them.
        for (int i = 0; i < runs || (refusedEnds == 0 && i < 1_000); i++) {
            ReconcileInput input = service.input("data-" + i % 50, RETRY_FOR);
            long before = fetches.get();
            WorkflowStub run = service.request(input);
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> fetches.get() > before);
            // From the fetch on the run is about to end; the request lands before, in or after its last task.
            Future<Long> asked = threads.schedule(
                    () -> {
                        long asking = clock.incrementAndGet();
                        service.request(input);
                        return asking;
                    },
                    random.nextInt(12_000),
                    TimeUnit.MICROSECONDS);
            long asking = asked.get();
            WorkflowService.result(run);
            WorkflowService.result(
                    service.client().newUntypedWorkflowStub(input.repository().workflowId()));
            assertThat(lastFetch.get()).isGreaterThan(asking);
            refusedEnds += service.events(run, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
        }

        assertThat(refusedEnds).as("requests during the last workflow task").isPositive();
    }

    @Test
    void aRequestEndsAWaitButNotItsBudget() {
        FakeHost host = new FakeHost().fails("Fetch", 12);
        service = WorkflowService.of(kind, host);
        ReconcileInput input = service.input(RETRY_FOR);
        WorkflowStub run = service.request(input);
        Instant start = Instant.now();
        for (int failures = 1; failures <= 12; failures++) {
            int calls = failures;
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> host.calls().size() == calls
                            && queryStatus(input).step().equals("waiting"));
            service.request(input);
        }

        ReconcileResult result = WorkflowService.result(run);

        assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(result.attempts()).isEqualTo(13);
        // Twelve waits by themselves are half an hour.
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMinutes(2));
    }

    private RunStatus queryStatus(ReconcileInput input) {
        return service.client()
                .newWorkflowStub(ReconcileWorkflow.class, input.repository().workflowId())
                .status();
    }

    @Test
    void aRunThatWaitsIsShownAsRetrying() {
        service = WorkflowService.of(kind, new FakeHost().fails("Fetch", 1));
        WorkflowStub run = service.request(service.input(RETRY_FOR));

        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> RunAttributes.RETRYING.equals(
                        run.describe().getTypedSearchAttributes().get(RunAttributes.OUTCOME)));

        assertThat(WorkflowService.result(run).attempts()).isEqualTo(2);
    }

    @Test
    void aRequestOfAnotherHostFailsTheRunInsteadOfServingTheWrongDisk() {
        FakeHost host = new FakeHost().remoteCommits("r").fails("Fetch", 1_000);
        service = WorkflowService.of(kind, host);

        ReconcileResult result = WorkflowService.result(askedByAnotherHost(service));

        assertThat(result.error().type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(result.message())
                .contains("on host " + service.host() + " and on host somewhere-else")
                .contains("temporal workflow terminate --workflow-id reconcile-host/HOST");
        assertThat(host.calls()).containsOnly("Fetch");
    }

    /** A run that waits for its remote, and is asked for another pass by a host with the same id. */
    static WorkflowStub askedByAnotherHost(WorkflowService service) {
        ReconcileInput input = service.input(RETRY_FOR);
        WorkflowStub run = service.request(input);
        Awaitility.await()
                .until(() -> run.query("status", RunStatus.class).step().equals("waiting"));
        run.signal("reconcile", Trigger.BOOT, "somewhere-else");
        WorkflowService.result(run);
        return run;
    }
}

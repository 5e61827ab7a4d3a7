package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.server.ServiceKind;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Those who wait for the result of a pass that began after their request. */
@ParameterizedClass
@MethodSource("dev.reconciler.server.ServiceKind#available")
class PassAnswersTest {
    private static final Duration RETRY_FOR = Duration.ofMinutes(5);
    private static final int TRIES = 10;

    private final ServiceKind kind;
    private WorkflowService service;

    PassAnswersTest(ServiceKind kind) {
        this.kind = kind;
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private WorkflowUpdateHandle<ReconcileResult> ask(ReconcileInput input) {
        WorkflowOptions start = WorkflowOptions.newBuilder()
                .setWorkflowId(input.repository().workflowId())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(RunAttributes.of(input))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build();
        WorkflowStub stub = service.client().newUntypedWorkflowStub("ReconcileWorkflow", start);
        return stub.startUpdateWithStart(
                UpdateOptions.newBuilder(ReconcileResult.class)
                        .setUpdateName("pass")
                        .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                        .build(),
                new Object[] {input.trigger(), input.host()},
                new Object[] {input});
    }

    /** The in-process service may drop a request that comes while the run ends, and says so: it is made again. */
    private WorkflowUpdateHandle<ReconcileResult> askUntilTaken(ReconcileInput input) {
        for (int tries = 1; ; tries++) {
            try {
                return ask(input);
            } catch (WorkflowServiceException dropped) {
                if (tries == TRIES
                        || !(dropped.getCause() instanceof StatusRuntimeException refused)
                        || refused.getStatus().getCode() != Status.Code.NOT_FOUND) {
                    throw dropped;
                }
            }
        }
    }

    private static ReconcileResult answerOf(WorkflowUpdateHandle<ReconcileResult> update) throws Exception {
        return update.getResultAsync().get(1, TimeUnit.MINUTES);
    }

    @Test
    void aRequestThatStartsARunIsAnsweredWithItsResult() throws Exception {
        service = WorkflowService.of(kind, new FakeHost().localCommits("l"));

        assertThat(answerOf(ask(service.input(RETRY_FOR))).outcome()).isEqualTo(Outcome.PUSHED_AHEAD);
    }

    @Test
    void aRequestDuringAPassIsAnsweredByTheNextOne() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger fetches = new AtomicInteger();
        FakeHost host = new FakeHost();
        host.before("Fetch", () -> {
            fetches.incrementAndGet();
            awaitLatch(asked);
        });
        host.before("Fetch", fetches::incrementAndGet);
        service = WorkflowService.of(kind, host);
        ReconcileInput input = service.input(RETRY_FOR);
        WorkflowStub run = service.request(input);
        Awaitility.await().until(() -> fetches.get() == 1);

        WorkflowUpdateHandle<ReconcileResult> update = ask(input);
        asked.countDown();

        assertThat(answerOf(update).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(fetches.get()).isEqualTo(2);
        assertThat(WorkflowService.result(run).outcome()).isEqualTo(Outcome.IN_SYNC);
    }

    @Test
    void aFailedRunIsAnAnswerToo() throws Exception {
        service = WorkflowService.of(kind, new FakeHost().refuses("Fetch", ErrorType.ACCESS_DENIED));

        ReconcileResult answer = answerOf(ask(service.input(RETRY_FOR)));

        assertThat(answer.error().type()).isEqualTo(ErrorType.ACCESS_DENIED);
    }

    @Test
    void requestsAroundTheEndOfARunAreAllAnswered() throws Exception {
        service = WorkflowService.of(kind, new FakeHost());
        ReconcileInput input = service.input(RETRY_FOR);
        for (int i = 0; i < 30; i++) {
            List<CompletableFuture<ReconcileResult>> answers = IntStream.range(0, 3)
                    .mapToObj(each -> CompletableFuture.supplyAsync(() -> askUntilTaken(input))
                            .thenCompose(WorkflowUpdateHandle::getResultAsync))
                    .toList();
            for (CompletableFuture<ReconcileResult> answer : answers) {
                assertThat(answer.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.IN_SYNC);
            }
        }
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
}

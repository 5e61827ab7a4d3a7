package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.server.ServiceKind;
import dev.reconciler.workflow.visibility.RunAttributes;
import dev.reconciler.workflow.visibility.ToldOutcome;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that has told its result, and stays open for what is asked at once after it. */
@ParameterizedClass
@MethodSource("dev.reconciler.server.ServiceKind#available")
class RunLingerTest {
    private static final Duration RETRY_FOR = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);

    private final ServiceKind kind;
    private WorkflowService service;

    RunLingerTest(ServiceKind kind) {
        this.kind = kind;
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private ReconcileResult ask(ReconcileInput input, Trigger trigger, String host) throws Exception {
        WorkflowOptions start = WorkflowOptions.newBuilder()
                .setWorkflowId(input.repository().workflowId())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(RunAttributes.of(input))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build();
        return service.client()
                .newUntypedWorkflowStub("ReconcileWorkflow", start)
                .startUpdateWithStart(
                        UpdateOptions.newBuilder(ReconcileResult.class)
                                .setUpdateName("pass")
                                .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                                .build(),
                        new Object[] {trigger, host},
                        new Object[] {input})
                .getResultAsync()
                .get(1, TimeUnit.MINUTES);
    }

    private ReconcileResult ask(ReconcileInput input, Trigger trigger) throws Exception {
        return ask(input, trigger, input.host());
    }

    private WorkflowExecutionDescription describe(ReconcileInput input) {
        return run(input).describe();
    }

    private WorkflowStub run(ReconcileInput input) {
        return service.client().newUntypedWorkflowStub(input.repository().workflowId());
    }

    private ToldOutcome told(ReconcileInput input) {
        return describe(input).getMemo(ToldOutcome.MEMO, ToldOutcome.class, ToldOutcome.class);
    }

    @Test
    void theAnswerComesWhileTheRunIsOpen() throws Exception {
        service = WorkflowService.of(kind, new FakeHost().localCommits("l"));
        ReconcileInput input = service.input(RETRY_FOR).withLinger(LONG);

        ReconcileResult answer = ask(input, Trigger.MANUAL);

        assertThat(answer.outcome()).isEqualTo(Outcome.PUSHED_AHEAD);
        assertThat(describe(input).getStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        assertThat(told(input).result()).isEqualTo(answer);
        assertThat(told(input).isLast()).isTrue();
        assertThat(run(input).query("status", RunStatus.class).step()).isEqualTo("pushed-ahead");
    }

    @Test
    void aRequestMeanwhileHasAResultOfItsOwn() throws Exception {
        service = WorkflowService.of(kind, new FakeHost().localCommits("l"));
        ReconcileInput input = service.input(RETRY_FOR).withLinger(LONG);
        ask(input, Trigger.COMMIT);
        String first = describe(input).getExecution().getRunId();

        ReconcileResult second = ask(input, Trigger.WEBHOOK);

        assertThat(second.outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(second.trigger()).isEqualTo(Trigger.WEBHOOK);
        assertThat(describe(input).getExecution().getRunId()).isEqualTo(first);
        assertThat(told(input).result()).isEqualTo(second);
    }

    @Test
    void theTimerOfAnHourIsCancelledByARequest() throws Exception {
        service = WorkflowService.of(kind, new FakeHost());
        ReconcileInput input = service.input(RETRY_FOR).withLinger(LONG);
        ask(input, Trigger.COMMIT);

        ask(input, Trigger.WEBHOOK);

        assertThat(service.events(run(input), EventType.EVENT_TYPE_TIMER_CANCELED))
                .isOne();
    }

    /** The in-process service refused the whole answer of the run where the timer ended meanwhile. */
    @Test
    void theTimerOfSecondsEndsByItself() throws Exception {
        service = WorkflowService.of(kind, new FakeHost());
        ReconcileInput input = service.input(RETRY_FOR).withLinger(Duration.ofSeconds(9));
        ask(input, Trigger.COMMIT);

        ask(input, Trigger.WEBHOOK);

        assertThat(service.events(run(input), EventType.EVENT_TYPE_TIMER_CANCELED))
                .isZero();
    }

    @Test
    void aRunThatTwoHostsClaimedServesItsOwnHostAgain() throws Exception {
        service = WorkflowService.of(kind, new FakeHost());
        ReconcileInput input = service.input(RETRY_FOR).withLinger(LONG);
        ReconcileResult refused = ask(input, Trigger.BOOT, "somewhere-else");

        ReconcileResult own = ask(input, Trigger.MANUAL);

        assertThat(refused.error().type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(own.outcome()).isEqualTo(Outcome.IN_SYNC);
    }

    @Test
    void aRunEndsWithItsLastResultWhenItsTimeIsOver() throws Exception {
        service = WorkflowService.of(kind, new FakeHost().localCommits("l"));
        ReconcileInput input = service.input(RETRY_FOR).withLinger(Duration.ofMillis(300));

        ReconcileResult answer = ask(input, Trigger.MANUAL);

        assertThat(WorkflowService.result(run(input)).outcome()).isEqualTo(answer.outcome());
    }

    /** A server as it comes refuses a second start within a second of the first. */
    @Test
    void requestsInARowAreNeverRefused() throws Exception {
        service = WorkflowService.of(kind, new FakeHost());
        ReconcileInput input = service.input(RETRY_FOR).withLinger(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            assertThat(ask(input, Trigger.MANUAL).outcome()).isEqualTo(Outcome.IN_SYNC);
        }
    }
}

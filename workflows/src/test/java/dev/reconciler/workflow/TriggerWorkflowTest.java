package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.Outcome;
import dev.reconciler.server.ServiceKind;
import dev.reconciler.workflow.schedule.TriggerWorkflow;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TriggerWorkflowTest {
    private static final Duration RETRY_FOR = Duration.ofMinutes(1);

    @ParameterizedTest
    @MethodSource("dev.reconciler.server.ServiceKind#available")
    void aRunIsStartedUnderItsOwnId(ServiceKind kind) {
        try (WorkflowService service = WorkflowService.of(kind, new FakeHost().remoteCommits("r"))) {
            ReconcileInput input = service.input("scheduled-on-" + service.host(), RETRY_FOR);

            WorkflowStub trigger = startTrigger(service, input);

            WorkflowStub run =
                    service.client().newUntypedWorkflowStub(input.repository().workflowId());
            assertThat(WorkflowService.result(run).outcome()).isEqualTo(Outcome.FAST_FORWARDED);
            assertThat(service.events(trigger, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
                    .isZero();
        }
    }

    @Test
    void aRunThatIsThereIsAskedForAnotherPass() {
        FakeHost host = new FakeHost().fails("Fetch", 1);
        try (WorkflowService service = WorkflowService.inRealTime(host)) {
            ReconcileInput input = service.input(RETRY_FOR);
            WorkflowStub run = service.request(input);

            startTrigger(service, input);

            assertThat(WorkflowService.result(run).attempts()).isEqualTo(2);
            assertThat(service.events(run, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED))
                    .isEqualTo(2);
        }
    }

    static WorkflowStub triggered(WorkflowService service) {
        return startTrigger(service, service.input(RETRY_FOR));
    }

    /** As a schedule does it, with the time in the ID. */
    private static WorkflowStub startTrigger(WorkflowService service, ReconcileInput input) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId("reconcile-schedule/" + input.repository() + "-2026-11-25T08:00:00Z")
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build();
        WorkflowStub trigger = service.client().newUntypedWorkflowStub(TriggerWorkflow.TYPE, options);
        trigger.start(input);
        trigger.getResult(Void.class);
        return trigger;
    }
}

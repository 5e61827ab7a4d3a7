package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Runs on a Temporal service whose timers fire at once, with a {@link FakeHost} that misbehaves as a test says. */
@Tag("slow")
abstract class RunOnFakeHost {
    final FakeHost host = new FakeHost();
    WorkflowService service;

    @BeforeEach
    void start() {
        service = WorkflowService.skippingTime(host);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /** Runs once, and holds the result to the outcome and both sides to each other. */
    final ReconcileResult expectAgreement(FakeHost prepared, Outcome outcome) {
        ReconcileResult result = service.run();
        assertThat(result.outcome()).as(result.message()).isEqualTo(outcome);
        assertThat(prepared.local()).isEqualTo(prepared.remote());
        assertThat(result.newCommit()).isEqualTo(host.local());
        assertThat(result.remoteCommit()).isEqualTo(host.remote());
        return result;
    }

    final RunStatus queryStatus(ReconcileInput input) {
        return service.client()
                .newWorkflowStub(ReconcileWorkflow.class, input.repository().workflowId())
                .status();
    }
}

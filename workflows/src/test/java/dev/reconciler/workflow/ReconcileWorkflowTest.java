package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a run knows beyond an activity whose answer was lost, and beyond the end of its history. */
class ReconcileWorkflowTest extends RunOnFakeHost {
    @Test
    void aPushWhoseAnswerWasLostIsAPush() {
        host.localCommits("l").losesAnswerOf("Push");

        assertThat(expectAgreement(host, Outcome.PUSHED_AHEAD).attempts()).isEqualTo(2);
    }

    @Test
    void aMoveWhoseAnswerWasLostIsThatMove() {
        host.remoteCommits("r").losesAnswerOf("Advance");

        expectAgreement(host, Outcome.FAST_FORWARDED);
    }

    @Test
    void aLongRetryContinuesAsNewAndForgetsNothing() {
        host.localCommits("l").fails("Push", 3).fails("Fetch", 0);
        for (int i = 0; i < 400; i++) {
            host.fails("Fetch", 1);
        }

        WorkflowStub run = service.request(service.input(Duration.ofDays(30)));
        ReconcileResult result = WorkflowService.result(run);

        assertThat(result.outcome()).isEqualTo(Outcome.PUSHED_AHEAD);
        assertThat(result.attempts()).isEqualTo(404);
        assertThat(service.history(run).getEvents().size()).isLessThan(2_500);
    }
}

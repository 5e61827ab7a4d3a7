package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.LeaseInForce;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What people see of a run. */
class RunDisplayTest extends RunOnFakeHost {
    @Test
    void theStatusTellsTheStepAndTheWait() {
        AtomicReference<RunStatus> working = new AtomicReference<>();
        ReconcileInput input = service.input(Duration.ofMinutes(10));
        host.remoteCommits("r").before("Advance", () -> working.set(queryStatus(input)));

        WorkflowService.result(service.request(input));

        assertThat(working.get().step()).isEqualTo("advance");
        assertThat(working.get().nextAttemptAt()).isNull();
        assertThat(queryStatus(input).step()).isEqualTo("fast-forwarded");
    }

    @Test
    void theStatusTellsAnErrorUntilThePassIsOver() {
        AtomicReference<RunStatus> samePass = new AtomicReference<>();
        AtomicReference<RunStatus> nextPass = new AtomicReference<>();
        ReconcileInput input = service.input(Duration.ofMinutes(10));
        host.fails("Fetch", 1)
                .before("Fetch", () -> {
                    samePass.set(queryStatus(input));
                    service.request(input);
                })
                .before("Fetch", () -> nextPass.set(queryStatus(input)));

        WorkflowService.result(service.request(input));

        assertThat(samePass.get().lastError()).isNotNull();
        assertThat(nextPass.get().lastError()).isNull();
    }

    @Test
    void aRunThatWaitsForALeaseIsRetryingAndNamesHolderAndEnd() {
        AtomicReference<RunStatus> waiting = new AtomicReference<>();
        AtomicReference<String> listed = new AtomicReference<>();
        ReconcileInput input = service.input(Duration.ofMinutes(10));
        LeaseInForce lease = new LeaseInForce("app", Instant.parse("2100-01-01T00:00:00Z"));
        host.remoteCommits("r").isLeased("Advance", 1, lease).before("Advance", () -> {
            waiting.set(queryStatus(input));
            listed.set(
                    service.request(input).describe().getTypedSearchAttributes().get(RunAttributes.OUTCOME));
        });

        WorkflowService.result(service.request(input));

        assertThat(waiting.get().lastError()).contains("lease of app", "2100-01-01T00:00:00Z");
        assertThat(waiting.get().attempt()).isEqualTo(1);
        assertThat(listed.get()).isEqualTo(RunAttributes.RETRYING);
    }

    @Test
    void theListShowsTheOutcome() {
        host.remoteCommits("r");
        WorkflowStub run = service.request(service.input(Duration.ofMinutes(1)));
        WorkflowService.result(run);

        assertThat(run.describe().getTypedSearchAttributes().get(RunAttributes.OUTCOME))
                .isEqualTo("fast-forwarded");
        assertThat(run.describe().getTypedSearchAttributes().get(RunAttributes.TRIGGER))
                .isEqualTo("manual");
    }
}

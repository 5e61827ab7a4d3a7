package dev.reconciler.worker.temporal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenRequestsTest {
    private static final HostRepository DATA = new HostRepository(
            new RepositoryId("data"), "host-1", new BranchName("main"), List.of(), Duration.ofDays(1));
    private static final HostRepository BRIEF = DATA.withRetryFor(Duration.ofSeconds(30));

    private final OpenRequests requests = new OpenRequests();

    /** A run that had a day was begun anew with the half minute of whoever had asked for it too. */
    @Test
    void aRequestWithAShorterBudgetLeavesTheBudgetOfTheOneBefore() {
        requests.note(DATA, Trigger.WEBHOOK);
        requests.note(BRIEF, Trigger.MANUAL);

        assertThat(requests.list()).hasSize(1);
        assertThat(requests.find(DATA.id()).repository()).isEqualTo(DATA);
        assertThat(requests.find(DATA.id()).trigger()).isEqualTo(Trigger.MANUAL);
    }

    @Test
    void aRequestWithALongerBudgetCounts() {
        requests.note(BRIEF, Trigger.MANUAL);
        requests.note(DATA, Trigger.WEBHOOK);

        assertThat(requests.find(DATA.id()).repository()).isEqualTo(DATA);
    }

    @Test
    void whoWaitsForTheRepositoryIsFoundWhateverBudgetWasAskedFor() {
        OpenWait wait = new OpenWait(BRIEF, runs -> new CompletableFuture<>());
        requests.note(wait);

        assertThat(requests.findWaits(DATA.id())).containsExactly(wait);
        assertThat(requests.areAwaited(DATA.id())).isTrue();
    }
}

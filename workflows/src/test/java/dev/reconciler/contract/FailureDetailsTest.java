package dev.reconciler.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureDetailsTest {
    private static final CommitId LOCAL = new CommitId("a".repeat(40));

    @Test
    void eachPartIsAddedToTheOthers() {
        LeaseInForce lease = new LeaseInForce("app", Instant.EPOCH);
        RecoveredMove move = new RecoveredMove(LOCAL, Outcome.FAST_FORWARDED, 0, 1, null, null);

        FailureDetails all = new FailureDetails(2, LOCAL)
                .withKeptRef("refs/kept")
                .withReason("why")
                .withRetryAfter(Duration.ofSeconds(1))
                .withWaited(Duration.ofSeconds(2))
                .withTurnQueue("queue")
                .withLease(lease)
                .withDone(move, true)
                .withHeldByRun(true);

        assertThat(all)
                .isEqualTo(new FailureDetails(
                        2,
                        LOCAL,
                        "refs/kept",
                        "why",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        "queue",
                        lease,
                        move,
                        true,
                        true));
    }

    @Test
    void aWaitOfNoTimeIsNone() {
        assertThat(new FailureDetails(0, LOCAL).withWaited(Duration.ZERO)).isEqualTo(new FailureDetails(0, LOCAL));
    }
}

package dev.reconciler.workflow.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HolderBudgetTest {
    private static final Instant REFUSED = Instant.parse("2026-11-27T08:00:00Z");
    private static final Instant LATER = REFUSED.plus(Duration.ofHours(1));

    private final HolderBudget budget = new HolderBudget(Duration.ofMinutes(5), null);

    @Test
    void aLeaseMayBeReleasedSoonAndAMoveThatWaitsIsNotedAnewWithinAMinute() {
        Duration longest = Duration.ZERO;
        assertThat(budget.isExhausted(REFUSED)).isFalse();
        for (int i = 0; i < 10; i++) {
            Duration wait = budget.takeWait(REFUSED, LATER);
            assertThat(i > 0 || wait.toMillis() == 250).isTrue();
            assertThat(wait).isGreaterThanOrEqualTo(longest);
            longest = wait;
        }

        assertThat(longest).hasSeconds(30);
    }

    @Test
    void theWaitEndsWithTheLease() {
        for (int i = 0; i < 10; i++) {
            budget.takeWait(REFUSED, LATER);
        }

        assertThat(budget.takeWait(REFUSED, REFUSED.plusSeconds(7))).hasSeconds(7);
        assertThat(budget.takeWait(REFUSED, REFUSED)).hasMillis(100);
    }

    @Test
    void aHostWhoseClockIsWrongIsNotAskedWithoutPause() {
        for (int i = 0; i < 10; i++) {
            budget.takeWait(REFUSED, LATER);
        }

        assertThat(budget.takeWait(REFUSED, REFUSED.minusSeconds(100))).hasSeconds(30);
    }

    @Test
    void theBudgetIsCountedFromTheFirstRefusalAlsoInAnotherRun() {
        assertThat(budget.isExhausted(REFUSED)).isFalse();
        assertThat(budget.isExhausted(REFUSED.plusSeconds(299))).isFalse();
        assertThat(budget.takeWait(REFUSED.plusMillis(299_900), LATER)).hasMillis(100);

        HolderBudget continued = new HolderBudget(Duration.ofMinutes(5), budget.heldSince());
        assertThat(continued.isExhausted(REFUSED.plusSeconds(300))).isTrue();
    }
}

package dev.reconciler.workflow.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BusyBudgetTest {
    private static final Instant FIRST_REFUSAL = Instant.parse("2026-11-25T08:00:00Z");

    @Test
    void tenSecondsAreCountedFromTheFirstRefusal() {
        BusyBudget budget = new BusyBudget(Duration.ofDays(1));

        assertThat(budget.isExhausted(FIRST_REFUSAL)).isFalse();
        assertThat(budget.isExhausted(FIRST_REFUSAL.plusMillis(9_999))).isFalse();
        assertThat(budget.isExhausted(FIRST_REFUSAL.plusMillis(10_000))).isTrue();
    }

    @Test
    void aShorterBudgetForTheRemoteHoldsHereToo() {
        BusyBudget budget = new BusyBudget(Duration.ofSeconds(3));

        assertThat(budget.isExhausted(FIRST_REFUSAL)).isFalse();
        assertThat(budget.isExhausted(FIRST_REFUSAL.plusSeconds(3))).isTrue();
    }

    @Test
    void waitsDoubleFromHalfASecondToTwoSeconds() {
        BusyBudget budget = new BusyBudget(Duration.ofDays(1));

        assertThat(budget.takeWait()).hasMillis(500);
        assertThat(budget.takeWait()).hasMillis(1_000);
        assertThat(budget.takeWait()).hasMillis(2_000);
        assertThat(budget.takeWait()).hasMillis(2_000);
    }
}

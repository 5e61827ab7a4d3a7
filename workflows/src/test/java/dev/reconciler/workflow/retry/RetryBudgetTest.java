package dev.reconciler.workflow.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {
    private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    private static final Duration RETRY_FOR = Duration.ofMinutes(10);
    private static final Instant DEADLINE = START.plus(RETRY_FOR);

    private final RetryBudget budget = new RetryBudget(START, RETRY_FOR, 0, Duration.ZERO);

    @ParameterizedTest
    @CsvSource({
        // What is left before the deadline, in milliseconds, and what an attempt gets.
        "600000, 600000",
        "2001, 2001",
        "2000, 2000",
        "1999, 2000",
        "0, 2000",
        "-60000, 2000"
    })
    void anAttemptGetsTheTimeThatIsLeftButNotLessThanTwoSeconds(long left, long limit) {
        assertThat(budget.limitAttempt(DEADLINE.minusMillis(left), Duration.ZERO))
                .isEqualTo(Duration.ofMillis(limit));
    }

    @Test
    void anAttemptGetsTwoHoursAtMost() {
        RetryBudget month = new RetryBudget(START, Duration.ofDays(30), 0, Duration.ZERO);

        assertThat(month.limitAttempt(START, Duration.ZERO)).isEqualTo(Duration.ofHours(2));
    }

    @ParameterizedTest
    @CsvSource({
        // When the attempt began and when it failed, in milliseconds after the deadline.
        "-5000, -1, false",
        "-5000, 0, true",
        "-5000, 4000, true",
        "-5000, 4001, false",
        "-5000, 3600000, false",
        "-1, 4001, false",
        "0, 0, true",
        "0, 4001, true",
        "1, 3600000, true"
    })
    void theLastAttemptBeganAtTheDeadlineOrWasCutOffThere(long began, long failed, boolean exhausted) {
        assertThat(budget.isExhausted(DEADLINE.plusMillis(began), DEADLINE.plusMillis(failed)))
                .isEqualTo(exhausted);
    }

    @Test
    void noBudgetIsOneAttempt() {
        RetryBudget none = new RetryBudget(START, Duration.ZERO, 0, Duration.ZERO);

        assertThat(none.isExhausted(START, START)).isTrue();
        assertThat(none.limitAttempt(START, Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void waitsDoubleFromASecondToFiveMinutesWithinAFifth() {
        RetryBudget month = new RetryBudget(START, Duration.ofDays(30), 0, Duration.ZERO);
        Random random = new Random(7);

        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}) {
            assertThat(month.takeWait(START, random))
                    .isBetween(Duration.ofMillis(800 * seconds), Duration.ofMillis(1200 * seconds));
        }
        assertThat(month.waits()).isEqualTo(12);
    }

    @Test
    void noWaitEndsAfterTheDeadline() {
        RetryBudget late = new RetryBudget(START, RETRY_FOR, 8, Duration.ZERO);

        assertThat(late.takeWait(DEADLINE.minusMillis(10), new Random(7))).isEqualTo(Duration.ofMillis(10));
        assertThat(late.takeWait(DEADLINE, new Random(7))).isZero();
        assertThat(late.takeWait(DEADLINE.plusSeconds(1), new Random(7))).isZero();
    }

    @Test
    void aPassThatGoesOnInAnotherRunGoesOnWithItsWaits() {
        RetryBudget continued = new RetryBudget(START, Duration.ofDays(1), 5, Duration.ZERO);

        assertThat(continued.takeWait(START, new Random(7)))
                .isBetween(Duration.ofMillis(25_600), Duration.ofMillis(38_400));
        assertThat(continued.waits()).isEqualTo(6);
        assertThat(continued.start()).isEqualTo(START);
    }

    @Test
    void aWaitThatTheRemoteAskedForIsNeverShortenedAndALittleLonger() {
        Random random = new Random(7);

        for (long seconds : new long[] {0, 1, 40, 300}) {
            Duration told = Duration.ofSeconds(seconds);
            assertThat(budget.takeToldWait(told, START, random)).isBetween(told, told.plusSeconds(10));
        }
        assertThat(budget.takeToldWait(RETRY_FOR.minusMillis(1), START, random))
                .isBetween(RETRY_FOR.minusMillis(1), RETRY_FOR);
        assertThat(budget.hasTimeFor(RETRY_FOR.minusMillis(1), START)).isTrue();
        assertThat(budget.hasTimeFor(RETRY_FOR, START)).isFalse();
    }
}

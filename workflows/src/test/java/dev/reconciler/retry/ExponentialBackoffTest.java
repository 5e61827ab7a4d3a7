package dev.reconciler.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExponentialBackoffTest {
    private final ExponentialBackoff backoff = new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    @Test
    void eachWaitIsTwiceTheOneBeforeUpToTheCeiling() {
        assertThat(LongStream.range(0, 6)
                        .map(wait -> backoff.waitAfter((int) wait).toMillis()))
                .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
    }

    /** Doubling without an end would overflow: a run whose remote is away for a month waits thousands of times. */
    @Test
    void aWaitAfterManyOthersIsStillTheCeiling() {
        assertThat(backoff.waitAfter(64)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.waitAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void jitterReachesBothEndsOfAFifthAndNoFurther() {
        Random random = new Random(7);

        LongStream waits = LongStream.range(0, 10_000)
                .map(i -> backoff.jitteredWaitAfter(0, random).toMillis());

        assertThat(waits.boxed().toList())
                .allSatisfy(wait -> assertThat(wait).isBetween(80L, 120L))
                .contains(80L, 120L);
    }

    @Test
    void equalJitterIsFromHalfOfTheWaitToAllOfIt() {
        Random random = new Random(7);

        LongStream waits = LongStream.range(0, 10_000)
                .map(i -> backoff.equalJitterWaitAfter(1, random).toMillis());

        assertThat(waits.boxed().toList())
                .allSatisfy(wait -> assertThat(wait).isBetween(100L, 200L))
                .contains(100L, 199L);
    }
}

package dev.reconciler.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkUnderWayTest {
    @Test
    void isAwaitedUntilTheLastOfItHasEnded() throws InterruptedException {
        WorkUnderWay.Counted first = WorkUnderWay.begin();
        WorkUnderWay.Counted second = WorkUnderWay.begin();
        first.close();
        assertThat(WorkUnderWay.awaitNone(Duration.ofMillis(1))).isFalse();

        Thread ending = new Thread(second::close);
        ending.start();

        assertThat(WorkUnderWay.awaitNone(Duration.ofMinutes(1))).isTrue();
        ending.join();
    }

    @Test
    void isNotAwaitedByAThreadThatIsToStop() {
        try (WorkUnderWay.Counted work = WorkUnderWay.begin()) {
            Thread.currentThread().interrupt();

            assertThat(WorkUnderWay.awaitNone(Duration.ofMinutes(1))).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}

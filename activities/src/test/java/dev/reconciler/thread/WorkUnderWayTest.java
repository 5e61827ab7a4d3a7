package dev.reconciler.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkUnderWayTest {
    private static final Duration LONG = Duration.ofHours(1);

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

    @Test
    void whatTakesLongGivesWayToWhatHasJustBegun() throws InterruptedException {
        WorkUnderWay.Counted begun = WorkUnderWay.begin();
        Thread giving = new Thread(() -> WorkUnderWay.giveWay(LONG, Duration.ZERO, LONG));
        giving.start();
        Awaitility.await().until(() -> giving.getState() == Thread.State.TIMED_WAITING);

        begun.close();

        giving.join(Duration.ofMinutes(1).toMillis());
        assertThat(giving.isAlive()).isFalse();
    }

    @Test
    @Timeout(60)
    void nothingGivesWayToWhatTakesLongItself() {
        try (WorkUnderWay.Counted work = WorkUnderWay.begin()) {
            WorkUnderWay.giveWay(Duration.ZERO, LONG, LONG);
        }
    }

    @Test
    void aThreadThatIsToStopDoesNotGiveWay() {
        try (WorkUnderWay.Counted work = WorkUnderWay.begin()) {
            Thread.currentThread().interrupt();

            WorkUnderWay.giveWay(LONG, LONG, LONG);

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatTakesLongWaitsForTheNextStepOfARunToBegin() throws InterruptedException {
        WorkUnderWay.begin().close();
        Thread giving = new Thread(() -> WorkUnderWay.giveWay(LONG, LONG, LONG));
        giving.start();

        Awaitility.await().until(() -> giving.getState() == Thread.State.TIMED_WAITING);

        giving.interrupt();
        giving.join();
    }

    @Test
    @Timeout(60)
    void whatTakesLongDoesNotWaitForEver() {
        try (WorkUnderWay.Counted work = WorkUnderWay.begin()) {
            WorkUnderWay.giveWay(LONG, LONG, Duration.ofMillis(1));
        }
    }
}

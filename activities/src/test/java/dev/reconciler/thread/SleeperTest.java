package dev.reconciler.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SleeperTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void aWaitThatNothingInterruptsEndsAsAWait() {
        assertThat(Sleeper.OF_THE_THREAD.sleep(Duration.ofMillis(1))).isTrue();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anInterruptedThreadDoesNotBeginToWaitAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(Sleeper.OF_THE_THREAD.sleep(LONG)).isFalse();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitOfAnotherThread() throws Exception {
        CompletableFuture<Boolean> sleptToTheEnd = new CompletableFuture<>();
        CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
        Thread sleeping = new Thread(() -> {
            sleptToTheEnd.complete(Sleeper.OF_THE_THREAD.sleep(LONG));
            isInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        sleeping.setDaemon(true);
        sleeping.start();

        sleeping.interrupt();

        assertThat(sleptToTheEnd.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isFalse();
        assertThat(isInterrupted.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}

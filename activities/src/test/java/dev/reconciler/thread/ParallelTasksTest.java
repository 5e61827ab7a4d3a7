package dev.reconciler.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ParallelTasksTest {
    @Test
    void tasksRunAtTheSameTime() throws IOException {
        CountDownLatch both = new CountDownLatch(2);

        ParallelTasks.runAll(List.of(() -> meet(both), () -> meet(both)));

        assertThat(both.getCount()).isZero();
    }

    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            all.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aFailureIsThrownWhenAllTasksAreOver() {
        CountDownLatch failed = new CountDownLatch(1);
        AtomicBoolean isOver = new AtomicBoolean();

        assertThatThrownBy(() -> ParallelTasks.runAll(List.of(
                        () -> {
                            failed.countDown();
                            throw new IOException("full");
                        },
                        () -> {
                            meet(failed);
                            isOver.set(true);
                        })))
                .hasMessage("full");
        assertThat(isOver).isTrue();
    }

    /** Too little memory is told as that, on whichever thread it was. */
    @Test
    void anErrorOfAnotherThreadIsThrownAsItIs() {
        assertThatThrownBy(() -> ParallelTasks.runAll(List.of(() -> {}, () -> {
                    throw new OutOfMemoryError("heap");
                })))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("heap");
    }

    @Test
    void anInterruptEndsNoTaskAndIsKept() throws IOException {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread.currentThread().interrupt();

        ParallelTasks.runAll(List.of(() -> {}, () -> isOver.set(true)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(isOver).isTrue();
    }
}

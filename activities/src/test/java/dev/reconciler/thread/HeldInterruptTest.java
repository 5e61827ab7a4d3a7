package dev.reconciler.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HeldInterruptTest {
    @Test
    void anInterruptThatCameBeforeIsHandedOnAtTheClose() {
        Thread.currentThread().interrupt();

        try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        assertThat(Thread.interrupted()).isTrue();
    }

    /** A fetch that was being swept up when its time was over left a half-made pack: no file of an interrupted thread opens. */
    @Test
    void oneThatComesMeanwhileWaitsForTheOutermostClose() {
        InterruptibleWork work = InterruptibleWork.begin();
        try (HeldInterrupt outer = HeldInterrupt.begin()) {
            try (HeldInterrupt inner = HeldInterrupt.begin()) {
                work.interrupt();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        work.close();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void workThatIsOverIsNotInterrupted() {
        InterruptibleWork work = InterruptibleWork.begin();
        work.close();

        work.interrupt();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void workThatIsGivenUpBeforeItBeginsNeverDoes() {
        AtomicReference<Runnable> queued = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        AbandonableWork work = AbandonableWork.start(queued::set, ran::countDown);

        work.abandon();
        queued.get().run();

        assertThat(ran.getCount()).isEqualTo(1);
    }

    @Test
    void workThatIsGivenUpWhileItRunsIsInterrupted() {
        AtomicReference<AbandonableWork> started = new AtomicReference<>();
        AtomicReference<Boolean> wasInterrupted = new AtomicReference<>();
        AtomicReference<Runnable> queued = new AtomicReference<>();
        started.set(AbandonableWork.start(queued::set, () -> {
            started.get().abandon();
            wasInterrupted.set(Thread.currentThread().isInterrupted());
        }));

        queued.get().run();

        assertThat(wasInterrupted).hasValue(true);
        assertThat(Thread.interrupted()).isFalse();
    }
}

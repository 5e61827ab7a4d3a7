package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class HeartbeatTimerTest {
    private static final long PATIENCE_SECONDS = 60;

    private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();

    @AfterEach
    void stop() {
        environment.close();
    }

    private static HeartbeatTimer.RunningHeartbeat beginHeartbeat() {
        return HeartbeatTimer.begin(Activity.getExecutionContext(), Duration.ofMillis(100));
    }

    private void run(InActivity activity) {
        environment.registerActivitiesImplementations(activity);
        environment.newActivityStub(InActivity.class).work();
    }

    /** A thread that reads from a remote which says nothing beats no heart: the service took the host for dead. */
    @Test
    void anActivityThatIsBlockedIsSaidToBeAtWork() {
        CountDownLatch beaten = new CountDownLatch(1);
        AtomicBoolean wasBeaten = new AtomicBoolean();
        environment.setActivityHeartbeatListener(Void.class, nothing -> beaten.countDown());

        run(() -> {
            try (HeartbeatTimer.RunningHeartbeat beat = beginHeartbeat()) {
                wasBeaten.set(beaten.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (InterruptedException notWanted) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(wasBeaten).isTrue();
    }

    /** With a busy service the last of hundreds of activities was taken for stopped: one thread waited for each answer. */
    @Test
    void anAnswerThatIsLateHoldsUpNoOtherActivity() {
        CountDownLatch beaten = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicBoolean wasBeaten = new AtomicBoolean();
        TestActivityEnvironment busy = TestActivityEnvironment.newInstance();
        busy.setActivityHeartbeatListener(Void.class, nothing -> awaitAnswer(answered));
        environment.setActivityHeartbeatListener(Void.class, nothing -> beaten.countDown());
        environment.registerActivitiesImplementations((InActivity) () -> {
            try (HeartbeatTimer.RunningHeartbeat beat = beginHeartbeat()) {
                wasBeaten.set(awaitAnswer(beaten));
            }
        });
        busy.registerActivitiesImplementations((InActivity) () -> {
            try (HeartbeatTimer.RunningHeartbeat beat = beginHeartbeat()) {
                environment.newActivityStub(InActivity.class).work();
                answered.countDown();
            }
        });

        busy.newActivityStub(InActivity.class).work();
        busy.close();

        assertThat(wasBeaten).isTrue();
    }

    private static boolean awaitAnswer(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException notWanted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** It went on beside the attempt that the service had started in its place. */
    @Test
    void anActivityThatIsNoLongerWantedIsInterrupted() {
        AtomicBoolean wasInterrupted = new AtomicBoolean();

        run(() -> {
            environment.requestCancelActivity();
            try (HeartbeatTimer.RunningHeartbeat beat = beginHeartbeat()) {
                new CountDownLatch(1).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException notWanted) {
                wasInterrupted.set(true);
            }
        });

        assertThat(wasInterrupted).isTrue();
    }

    /** The library swallows it in places. The activity went on to wait, and nobody interrupted it again. */
    @Test
    void anInterruptThatWasSwallowedComesAgain() {
        AtomicInteger interrupts = new AtomicInteger();

        run(() -> {
            environment.requestCancelActivity();
            try (HeartbeatTimer.RunningHeartbeat beat = beginHeartbeat()) {
                for (int waits = 0; waits < 2; waits++) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
                    interrupts.addAndGet(Thread.interrupted() ? 1 : 0);
                }
            }
        });

        assertThat(interrupts).hasValue(2);
    }

    /** Temporal's SDK could not tell the service how the activity ended, and logged a defect. */
    @Test
    void theInterruptEndsWithTheActivity() {
        AtomicBoolean wasInterrupted = new AtomicBoolean();
        AtomicBoolean isInterrupted = new AtomicBoolean(true);

        run(() -> {
            environment.requestCancelActivity();
            try (HeartbeatTimer.RunningHeartbeat beat = beginHeartbeat()) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
                wasInterrupted.set(Thread.currentThread().isInterrupted());
            }
            isInterrupted.set(Thread.currentThread().isInterrupted());
        });

        assertThat(wasInterrupted).isTrue();
        assertThat(isInterrupted).isFalse();
    }
}

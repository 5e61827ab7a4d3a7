package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.thread.WorkUnderWay;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Says which thread opened it, and whether it was closed. */
    private static final class Resource implements AutoCloseable {
        private final Thread opener = Thread.currentThread();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void whatIsOpenedIsUsedByTheThreadThatOpenedIt() throws IOException {
        boolean isSame =
                Deadline.in(LONG).with("remote", Resource::new, opened -> opened.opener.equals(Thread.currentThread()));

        assertThat(isSame).isTrue();
    }

    @Test
    void anOpeningThatHangsEndsWithTheTime() {
        assertThatThrownBy(() -> Deadline.in(SHORT).with("remote", DeadlineTest::hang, opened -> opened))
                .isInstanceOf(RemoteUnavailableException.class)
                .hasMessage("remote did not answer within 0 s");
    }

    @Test
    void aUseThatHangsEndsWithTheTimeAndWhatWasOpenedIsClosed() throws InterruptedException {
        Resource resource = new Resource();

        assertThatThrownBy(() -> Deadline.in(SHORT).with("remote", () -> resource, opened -> hang()))
                .isInstanceOf(RemoteUnavailableException.class);
        assertThat(resource.closed.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Otherwise a program that ends right after would leave behind what the work has on the disk. */
    @Test
    void workThatIsLeftAloneIsUnderWayUntilItEnds() {
        CountDownLatch swept = new CountDownLatch(1);

        assertThatThrownBy(() -> Deadline.in(SHORT).call("remote", () -> awaitStubbornly(swept)))
                .isInstanceOf(RemoteUnavailableException.class);
        assertThat(WorkUnderWay.awaitNone(SHORT)).isFalse();
        swept.countDown();

        assertThat(WorkUnderWay.awaitNone(LONG)).isTrue();
    }

    /** Nobody would close it: a fetch would keep its packs. */
    @Test
    void anAnswerThatComesTooLateIsClosedWithoutTheInterrupt() throws InterruptedException {
        CountDownLatch late = new CountDownLatch(1);
        AtomicBoolean wasInterrupted = new AtomicBoolean(true);
        CountDownLatch closed = new CountDownLatch(1);
        AutoCloseable answer = () -> {
            wasInterrupted.set(Thread.currentThread().isInterrupted());
            closed.countDown();
        };

        assertThatThrownBy(() -> Deadline.in(SHORT).call("remote", () -> {
                    awaitStubbornly(late);
                    Thread.currentThread().interrupt();
                    return answer;
                }))
                .isInstanceOf(RemoteUnavailableException.class);
        late.countDown();

        assertThat(closed.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(wasInterrupted).isFalse();
    }

    // As a read on a platform thread does, it goes on where it is interrupted.
    private static Object awaitStubbornly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return latch;
            } catch (InterruptedException goesOn) {
                assertThat(latch.getCount()).isNotNegative();
            }
        }
    }

    @Test
    void whatFailsIsThrownAsItIs() {
        IOException refused = new IOException("refused");

        assertThatThrownBy(() -> Deadline.in(LONG).with("remote", Resource::new, opened -> {
                    throw refused;
                }))
                .isSameAs(refused);
        assertThatThrownBy(() -> Deadline.in(LONG).call("remote", () -> {
                    throw refused;
                }))
                .isSameAs(refused);
    }

    // As a read on a virtual thread does, it ends where it is interrupted.
    private static Resource hang() throws InterruptedIOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            throw new InterruptedIOException();
        }
        throw new AssertionError("nobody counts down");
    }
}

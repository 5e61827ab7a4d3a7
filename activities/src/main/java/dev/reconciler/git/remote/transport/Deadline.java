package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.thread.VirtualThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The time by which an answer of the remote has to be there, whatever the transport does.
 *
 * <p>Time-outs of a transport bound one read, not the whole, and some transports have none. So the work runs on a thread
 * of its own, which is interrupted and left alone when the time is over. On a virtual thread that ends a blocked read;
 * on a platform thread it goes on until the connection breaks.
 */
public final class Deadline {
    /** A remote that has not said by then what it holds is away; only what it sends may take longer. */
    public static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private static final ExecutorService THREADS = VirtualThreads.newDaemonExecutor("remote");

    private final long endNanos;
    private final Duration whole;

    private Deadline(Duration whole) {
        this.whole = whole;
        this.endNanos = System.nanoTime() + whole.toNanos();
    }

    /** A deadline that far from now. */
    public static Deadline in(Duration duration) {
        return new Deadline(duration);
    }

    /** This one, or one that far from now where that is sooner. */
    public Deadline atMost(Duration duration) {
        return remaining().compareTo(duration) <= 0 ? this : in(duration);
    }

    /** What is left; zero when it is over. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** Work that may hang. */
    public interface BoundedWork<T> {
        T run() throws IOException;
    }

    /** Opens what has to be closed. */
    public interface BoundedOpening<R> {
        R open() throws IOException;
    }

    /** Uses it. */
    public interface BoundedUse<R, T> {
        T use(R opened) throws IOException;
    }

    /**
     * Does work that may hang.
     *
     * @param remote named in the message where it does
     * @throws RemoteUnavailableException if the time is over
     */
    public <T> T call(String remote, BoundedWork<T> work) throws IOException {
        AutoCloseable nothing = () -> {};
        return with(remote, () -> nothing, opened -> work.run());
    }

    /**
     * Opens something, within {@link #ANSWER_LIMIT}, uses it and closes it, all of which may hang. Where the use fails,
     * its error is thrown at once: a close that waits for the other side must not hide it.
     *
     * <p>One thread does all of it: a pipe between threads takes a reader that has ended for the end of all reading.
     *
     * @throws RemoteUnavailableException if the time is over
     */
    public <R extends AutoCloseable, T> T with(String remote, BoundedOpening<R> opening, BoundedUse<R, T> use)
            throws IOException {
        CompletableFuture<R> opened = new CompletableFuture<>();
        CompletableFuture<T> answer = new CompletableFuture<>();
        Future<?> running = THREADS.submit(() -> runWork(opening, use, opened, answer));
        try {
            atMost(ANSWER_LIMIT).awaitAnswer(remote, opened);
            return awaitAnswer(remote, answer);
        } catch (TimeoutException over) {
            running.cancel(true);
            throw new RemoteUnavailableException(String.valueOf(over.getMessage()));
        } catch (InterruptedException stopped) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new RemoteUnavailableException("stopped while waiting for " + remote);
        } catch (ExecutionException failed) {
            running.cancel(true);
            throw unwrapCause(failed.getCause());
        }
    }

    private <T> T awaitAnswer(String remote, Future<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return future.get(remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException over) {
            throw new TimeoutException(remote + " did not answer within " + whole.toSeconds() + " s");
        }
    }

    private static <R extends AutoCloseable, T> void runWork(
            BoundedOpening<R> opening, BoundedUse<R, T> use, CompletableFuture<R> opened, CompletableFuture<T> answer) {
        T result;
        try (R resource = opening.open()) {
            opened.complete(resource);
            result = useOpened(use, resource, answer);
        } catch (Throwable failed) {
            opened.completeExceptionally(failed);
            answer.completeExceptionally(failed);
            return;
        }
        answer.complete(result);
    }

    private static <R, T> T useOpened(BoundedUse<R, T> use, R opened, CompletableFuture<T> answer) throws IOException {
        try {
            return use.use(opened);
        } catch (IOException | RuntimeException failed) {
            answer.completeExceptionally(failed);
            throw failed;
        }
    }

    private static IOException unwrapCause(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}

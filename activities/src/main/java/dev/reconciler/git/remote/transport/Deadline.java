package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.thread.AbandonableWork;
import dev.reconciler.thread.HeldInterrupt;
import dev.reconciler.thread.StartedPrograms;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.thread.WorkUnderWay;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which a remote has to answer, whatever the transport does.
 *
 * <p>The work runs on a thread of its own, because no time-out of a transport is enough. A time-out of HTTP or SSH
 * bounds one read: a server that sends one byte every ten seconds never runs into it. The transport of a path on this
 * disk has none at all. So the calling thread waits for the answer until the time is over, and then leaves the other
 * thread alone.
 *
 * <p>The thread that is left alone is interrupted. {@link VirtualThreads} decides what that does: on a virtual thread
 * (Java 21 and later) the interrupt ends a blocked read at once, and the connection is closed. On a platform thread
 * the read goes on until the peer or the transport's own time-out breaks the connection; the thread is a daemon, so the
 * program ends without it.
 */
public final class Deadline {
    /** A remote that has not said by then which refs it holds is away; only sending its objects may take longer. */
    public static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);
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

    /** This deadline, or one that far from now where that is sooner. */
    public Deadline atMost(Duration duration) {
        return remaining().compareTo(duration) <= 0 ? this : in(duration);
    }

    /** The time that is left; zero when it is over. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /**
     * Does work that may hang.
     *
     * @param remote the remote's name, for the message
     * @throws RemoteUnavailableException if the time is over, or the calling thread is interrupted
     * @throws IOException as the work threw it
     */
    public <T> T call(String remote, BoundedWork<T> work) throws IOException {
        AutoCloseable nothing = () -> {};
        return with(remote, () -> nothing, opened -> work.run());
    }

    /**
     * Opens a resource, within {@link #ANSWER_LIMIT}, uses it and closes it, all of which may hang. Where the use fails,
     * its error is thrown at once: a close that waits for the remote must not hide it.
     *
     * <p>One thread does all of it. The transport of a path on this disk runs JGit's own upload-pack on another thread,
     * and a {@link java.io.PipedInputStream} between the two takes the end of the thread that read last for the end of
     * all reading. With a thread for the opening and another one for the use, such a fetch failed now and then.
     *
     * @param remote the remote's name, for the message
     * @throws RemoteUnavailableException if the time is over, or the calling thread is interrupted
     * @throws IOException as the opening, the use or the close threw it
     */
    public <R extends AutoCloseable, T> T with(String remote, BoundedOpening<R> opening, BoundedUse<R, T> use)
            throws IOException {
        // Two futures, not one: the opening has a limit of its own, and the answer must not wait for the close.
        CompletableFuture<R> opened = new CompletableFuture<>();
        CompletableFuture<T> answer = new CompletableFuture<>();
        StartedPrograms programs = new StartedPrograms();
        AbandonableWork running = AbandonableWork.start(THREADS, () -> {
            try (WorkUnderWay.Counted counted = WorkUnderWay.begin()) {
                programs.runWork(() -> runWork(opening, use, opened, answer));
            }
        });
        try {
            atMost(ANSWER_LIMIT).awaitAnswer(remote, opened);
            return awaitAnswer(remote, answer);
        } catch (TimeoutException over) {
            RemoteUnavailableException away = new RemoteUnavailableException(String.valueOf(over.getMessage()));
            if (!answer.completeExceptionally(away)) {
                return takeArrived(answer);
            }
            giveUp(running, programs);
            throw away;
        } catch (InterruptedException stopped) {
            // The activity is no longer wanted, or the program ends. The caller sees that by the thread's status.
            if (!answer.completeExceptionally(stopped)) {
                Thread.currentThread().interrupt();
                return takeArrived(answer);
            }
            giveUp(running, programs);
            Thread.currentThread().interrupt();
            throw new RemoteUnavailableException("stopped while waiting for " + remote);
        } catch (ExecutionException failed) {
            // The other thread may still close the connection, which may hang: the interrupt ends that.
            running.abandon();
            throw unwrapCause(failed.getCause());
        }
    }

    private static void giveUp(AbandonableWork running, StartedPrograms programs) {
        // Asked while the programs run, which the interrupt may end.
        PushQuarantine quarantine = PushQuarantine.find(programs);
        // The interrupt reaches the read of a virtual thread; then runWork closes the connection. A read from a program
        // ends with the program.
        running.abandon();
        programs.end();
        quarantine.removeUnlessInUse(programs);
    }

    /** The answer came in the instant in which the time was over. */
    private static <T> T takeArrived(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.join();
        } catch (CompletionException failed) {
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
            // An error is handed over too: without it the calling thread would wait until the time is over.
            opened.completeExceptionally(failed);
            answer.completeExceptionally(failed);
            return;
        }
        // A good answer counts after the close only: a close that fails may mean that the remote did not take it all.
        if (!answer.complete(result)) {
            closeUnwanted(result);
        }
    }

    /** Nobody waits for the answer any more. What it holds, such as packs that it keeps, is given back. */
    private static void closeUnwanted(@Nullable Object result) {
        if (result instanceof AutoCloseable held) {
            // The interrupt by which the thread was left alone would break the close off.
            try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
                held.close();
            } catch (Exception left) {
                LOG.debug("an answer that came too late could not be given back; the next run sweeps it up", left);
            }
        }
    }

    private static <R, T> T useOpened(BoundedUse<R, T> use, R opened, CompletableFuture<T> answer) throws IOException {
        try {
            return use.use(opened);
        } catch (IOException | RuntimeException failed) {
            // Before the close, which runWork does next and which may hang.
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

    /** Work that may hang. */
    public interface BoundedWork<T> {
        T run() throws IOException;
    }

    /** The opening of a resource that has to be closed. */
    public interface BoundedOpening<R> {
        R open() throws IOException;
    }

    /** The use of the opened resource. */
    public interface BoundedUse<R, T> {
        T use(R opened) throws IOException;
    }
}

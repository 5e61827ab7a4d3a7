package dev.reconciler.worker.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the body of one request as its bytes arrive. No thread waits for a slow sender, so that any number of them
 * holds up neither the health of this host nor another sender.
 */
public final class BodyReader implements ReadListener, AutoCloseable {
    /** In bytes. A body of at most so many needs no turn. Forges sign pushes of hundreds of commits in fewer. */
    public static final int SMALL_BODY = 64 << 10;

    /**
     * In bytes. A sender that is still sending does not read the answer, so the rest of a body that is too large is
     * read.
     */
    private static final long LARGEST_DROPPED = 64L << 20;

    private final ServletInputStream in;
    private final int largest;
    private final Semaphore largeTurns;
    private final CompletableFuture<Optional<byte[]>> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[8 << 10];
    private boolean hasTurn;
    private long read;

    private BodyReader(ServletInputStream in, int largest, Semaphore largeTurns) {
        this.in = in;
        this.largest = largest;
        this.largeTurns = largeTurns;
    }

    /**
     * Begins to read a body.
     *
     * @param largest the most bytes that are kept
     * @param largeTurns a body over {@link #SMALL_BODY} takes one permit, until the reader is closed
     */
    public static BodyReader start(ServletInputStream in, int largest, Semaphore largeTurns) {
        BodyReader reader = new BodyReader(in, largest, largeTurns);
        in.setReadListener(reader);
        return reader;
    }

    /**
     * The bytes of the body; empty where they are too many, whatever the request says of their number.
     *
     * @return fails with {@link NoTurnException} where no permit is free, with a {@link
     *     java.util.concurrent.TimeoutException} where the body takes longer than that, and with an {@link IOException}
     *     where the sender hangs up
     */
    public CompletableFuture<Optional<byte[]>> bodyWithin(Duration limit) {
        return whole.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!whole.isDone() && in.isReady() && !in.isFinished()) {
            int count = in.read(chunk);
            if (count < 0) {
                return;
            }
            keepOrDrop(count);
        }
    }

    private synchronized void keepOrDrop(int count) {
        read += count;
        if (read > largest) {
            kept.reset();
            if (read > LARGEST_DROPPED) {
                whole.complete(Optional.empty());
            }
            return;
        }
        if (read <= SMALL_BODY || hasTurn || takeTurn()) {
            kept.write(chunk, 0, count);
        } else {
            whole.completeExceptionally(new NoTurnException());
        }
    }

    private boolean takeTurn() {
        // A reader that timed out or was closed meanwhile has nobody who would give the permit back.
        hasTurn = !whole.isDone() && largeTurns.tryAcquire();
        return hasTurn;
    }

    /** Gives the permit back, once the body is no longer used. */
    @Override
    public synchronized void close() {
        whole.cancel(false);
        if (hasTurn) {
            largeTurns.release();
        }
        hasTurn = false;
    }

    @Override
    public synchronized void onAllDataRead() {
        whole.complete(read > largest ? Optional.empty() : Optional.of(kept.toByteArray()));
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    /** As many large bodies are on their way as this host takes at a time. */
    public static final class NoTurnException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}

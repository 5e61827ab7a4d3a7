package dev.reconciler.git.file;

import dev.reconciler.thread.WorkUnderWay;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Much that one piece of work writes. It is brought to the disk bit by bit, since whoever syncs a small file next waits
 * until all is written that the kernel has held back. Between two bits it gives way to the short work of other
 * repositories.
 */
public final class PacedWriting {
    /** What takes longer gives way, to what does not. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** A run has nothing under way between its steps, for less than that. */
    private static final Duration QUIET = Duration.ofMillis(80);

    private final long bit;
    private final Duration longestWait;
    private final Sync sync;
    private final long began = System.nanoTime();
    private long written;
    private long next;

    /**
     * Begins with nothing written.
     *
     * @param bit how many bytes are written at once
     * @param longestWait after which time it goes on, however much else there is to do
     * @param sync brings to the disk what was written
     */
    public PacedWriting(long bit, Duration longestWait, Sync sync) {
        this.bit = bit;
        this.longestWait = longestWait;
        this.next = bit;
        this.sync = sync;
    }

    /** The same stream, of which all that is read is written by whoever reads it. */
    public InputStream pace(InputStream in) {
        return new PacedInput(in);
    }

    /** The same stream, to which is written. */
    public OutputStream pace(OutputStream out) {
        return new PacedOutput(out);
    }

    /** Called before the next bytes are written. */
    private void pause() throws IOException {
        if (written < next) {
            return;
        }
        next = written + bit;
        sync.run();
        if (System.nanoTime() - began > SHORT.toNanos()) {
            WorkUnderWay.giveWay(SHORT, QUIET, longestWait);
        }
    }

    /** Brings to the disk what was written so far. */
    public interface Sync {
        void run() throws IOException;
    }

    private final class PacedInput extends FilterInputStream {
        PacedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            pause();
            int read = super.read();
            written += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            pause();
            int read = super.read(bytes, from, length);
            written += Math.max(0, read);
            return read;
        }
    }

    private final class PacedOutput extends FilterOutputStream {
        PacedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            pause();
            out.write(value);
            written++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            pause();
            out.write(bytes, from, length);
            written += length;
        }
    }
}

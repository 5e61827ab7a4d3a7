package dev.reconciler.worker.lease;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies what a program prints to where this process prints. What the program itself has printed is copied whole, however
 * slowly it is read there. What it has started may hold its output open for longer, and is not waited for.
 */
final class CopiedOutput {
    /** What an ended program has printed is there to be read. When nothing comes for so long, nothing is left of it. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final int PIECE = 8 * 1024;

    private final Process program;
    private final OutputStream to;
    private final Duration quiet;
    private final Thread thread = new Thread(this::copy, "output");
    private final AtomicLong copied = new AtomicLong();
    private volatile boolean isWriting;

    private CopiedOutput(Process program, OutputStream to, Duration quiet) {
        this.program = program;
        this.to = to;
        this.quiet = quiet;
    }

    /** Begins to copy the standard output of a program that was just started. */
    static CopiedOutput begin(Process program, OutputStream to) {
        return begin(program, to, QUIET);
    }

    static CopiedOutput begin(Process program, OutputStream to, Duration quiet) {
        CopiedOutput output = new CopiedOutput(program, to, quiet);
        output.thread.setDaemon(true);
        output.thread.start();
        return output;
    }

    private void copy() {
        InputStream printed = program.getInputStream();
        byte[] piece = new byte[PIECE];
        try {
            int length = 0;
            while (length >= 0 && program.isAlive()) {
                length = printed.read(piece);
                write(piece, length);
            }
            // All that the program has printed is here by now. What it has started may print without an end.
            byte[] rest = printed.readNBytes(printed.available());
            write(rest, rest.length);
        } catch (IOException ended) {
            // The program's end has closed it.
        }
    }

    private void write(byte[] piece, int length) throws IOException {
        if (length > 0) {
            isWriting = true;
            to.write(piece, 0, length);
            copied.addAndGet(length);
            isWriting = false;
        }
    }

    /** Returns once all that the program printed is copied, for as long as it takes; the program has to have ended. */
    void awaitRest() {
        try {
            long before;
            do {
                before = copied.get();
                thread.join(quiet.toMillis());
            } while (thread.isAlive() && (isWriting || copied.get() > before));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

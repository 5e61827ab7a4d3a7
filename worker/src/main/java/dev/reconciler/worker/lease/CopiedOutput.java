package dev.reconciler.worker.lease;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** Copies what a program prints to where this process prints, for as long as the program runs. */
final class CopiedOutput {
    /** What the program has started may hold its output open for longer, and is not waited for. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final Thread thread;

    private CopiedOutput(Thread thread) {
        this.thread = thread;
    }

    static CopiedOutput begin(InputStream printed, OutputStream to) {
        Thread thread = new Thread(() -> copy(printed, to), "output");
        thread.setDaemon(true);
        thread.start();
        return new CopiedOutput(thread);
    }

    private static void copy(InputStream printed, OutputStream to) {
        try {
            printed.transferTo(to);
        } catch (IOException ended) {
            // The program's end has closed it.
        }
    }

    /** Returns once all that the program printed is copied; it has to have ended. */
    void awaitRest() {
        try {
            thread.join(REST.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.reconciler.thread;

import java.time.Duration;

/** Lets the calling thread wait between two attempts. A test gives a sleeper that returns at once. */
@FunctionalInterface
public interface Sleeper {
    /** The sleeper of the program: the thread really waits. */
    Sleeper OF_THE_THREAD = Sleeper::sleepOnThread;

    /**
     * Waits. An interrupt ends the wait at once, and the thread stays interrupted: the caller decides what that means.
     *
     * @return false if the thread is interrupted, whether before the wait or during it
     */
    boolean sleep(Duration wait);

    private static boolean sleepOnThread(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package dev.reconciler.git.lock;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.thread.Sleeper;
import java.time.Duration;

/** The short pause between two attempts at a lock. */
public final class LockRetryPause {
    private static final Duration PAUSE = Duration.ofMillis(25);

    private LockRetryPause() {}

    /** @throws RepositoryBusyException if the thread is interrupted, since the activity has to end */
    public static void pauseBriefly() {
        if (Thread.currentThread().isInterrupted()) {
            throw new RepositoryBusyException("stopped while waiting for a lock; the next run tries again");
        }
        Sleeper.OF_THE_THREAD.sleep(PAUSE);
    }
}

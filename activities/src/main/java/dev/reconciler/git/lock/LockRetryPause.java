package dev.reconciler.git.lock;

import dev.reconciler.git.error.RepositoryBusyException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The short pause between two tries at a lock. */
public final class LockRetryPause {
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private LockRetryPause() {}

    public static void briefly() {
        if (Thread.currentThread().isInterrupted()) {
            throw new RepositoryBusyException("stopped while waiting for a lock; the next run tries again");
        }
        LockSupport.parkNanos(NANOS);
    }
}

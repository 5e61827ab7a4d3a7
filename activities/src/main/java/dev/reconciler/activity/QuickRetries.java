package dev.reconciler.activity;

import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.transport.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A few quick tries at a remote, for what is over in a moment; longer waits are the workflow's. */
final class QuickRetries {
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private int failed;

    /** One try, within what is left of the time. */
    interface RemoteAttempt<T> {
        T run(Deadline deadline) throws IOException;
    }

    /**
     * Tries until it works, the tries are used up or the time is over.
     *
     * @throws RemoteUnavailableException as the last try ended
     */
    <T> T run(Duration limit, RemoteAttempt<T> attempt) throws IOException {
        Deadline deadline = Deadline.in(limit);
        while (true) {
            try {
                return attempt.run(deadline);
            } catch (RemoteUnavailableException unavailable) {
                failed++;
                Duration pause = PAUSE.multipliedBy(1L << failed);
                if (failed == TRIES
                        || pause.compareTo(deadline.remaining()) >= 0
                        || Thread.currentThread().isInterrupted()) {
                    throw unavailable;
                }
                pause(pause);
            }
        }
    }

    private static void pause(Duration pause) {
        long nanos = pause.toNanos();
        LockSupport.parkNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2));
    }

    /** The tries that failed so far. */
    int failed() {
        return failed;
    }
}

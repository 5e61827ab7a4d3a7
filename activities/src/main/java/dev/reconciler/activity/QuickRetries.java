package dev.reconciler.activity;

import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.retry.ExponentialBackoff;
import dev.reconciler.thread.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** A few quick tries at a remote, for what is over in a moment; longer waits are the workflow's. */
final class QuickRetries {
    private static final int TRIES = 3;
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(400), Duration.ofMillis(800));

    private final Sleeper sleeper;
    private int failedAttempts;

    QuickRetries() {
        this(Sleeper.OF_THE_THREAD);
    }

    QuickRetries(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

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
                int earlierWaits = failedAttempts++;
                if (failedAttempts == TRIES
                        || BACKOFF.waitAfter(earlierWaits).compareTo(deadline.remaining()) >= 0
                        || Thread.currentThread().isInterrupted()) {
                    throw unavailable;
                }
                sleeper.sleep(BACKOFF.equalJitterWaitAfter(earlierWaits, ThreadLocalRandom.current()));
            }
        }
    }

    /** The tries that failed so far. */
    int failedAttempts() {
        return failedAttempts;
    }
}

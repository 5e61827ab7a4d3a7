package dev.reconciler.activity;

import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.retry.ExponentialBackoff;
import dev.reconciler.thread.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A few quick attempts at a remote, for an outage that is over in a moment. Longer waits are the workflow's, because a
 * waiting workflow shows what failed, and a trigger ends its wait.
 */
final class QuickRetries {
    private static final int ATTEMPTS = 3;
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(400), Duration.ofMillis(800));

    private final Sleeper sleeper;
    private final int most;
    private int failedAttempts;

    QuickRetries() {
        this(Sleeper.OF_THE_THREAD);
    }

    QuickRetries(Sleeper sleeper) {
        this(sleeper, ATTEMPTS);
    }

    private QuickRetries(Sleeper sleeper, int most) {
        this.sleeper = sleeper;
        this.most = most;
    }

    /** One attempt alone. */
    static QuickRetries none() {
        return new QuickRetries(Sleeper.OF_THE_THREAD, 1);
    }

    /**
     * Makes attempts until one succeeds, all are used up or the time is over. Only an outage is worth another attempt.
     *
     * @param limit how long all attempts and the waits between them may take
     * @throws RemoteUnavailableException as the last attempt ended
     * @throws IOException as an attempt threw it
     */
    <T> T run(Duration limit, RemoteAttempt<T> attempt) throws IOException {
        Deadline deadline = Deadline.in(limit);
        while (true) {
            try {
                return attempt.run(deadline);
            } catch (RemoteUnavailableException unavailable) {
                int earlierWaits = failedAttempts++;
                // A remote that says when it may be asked again is not asked before: the workflow waits.
                if (unavailable.retryAfter().isPresent()) {
                    throw unavailable;
                }
                // No attempt is made for which no time would be left, and none for an activity whose thread was
                // interrupted: the workflow may have started another one.
                if (failedAttempts == most
                        || BACKOFF.waitAfter(earlierWaits).compareTo(deadline.remaining()) >= 0
                        || Thread.currentThread().isInterrupted()) {
                    throw unavailable;
                }
                // At random, so that the repositories of a host do not come back to one remote at the same moment.
                sleeper.sleep(BACKOFF.equalJitterWaitAfter(earlierWaits, ThreadLocalRandom.current()));
            }
        }
    }

    /** The number of attempts that failed so far. */
    int failedAttempts() {
        return failedAttempts;
    }

    /** One attempt, within the time that is left. */
    interface RemoteAttempt<T> {
        T run(Deadline deadline) throws IOException;
    }
}

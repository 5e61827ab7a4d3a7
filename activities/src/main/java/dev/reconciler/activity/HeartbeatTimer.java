package dev.reconciler.activity;

import dev.reconciler.contract.ActivityPolicies;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells the Temporal service that an activity is at work. A thread of its own does it, because the thread of the activity
 * may be blocked in a read.
 *
 * <p>Where the service answers that it no longer wants the activity, the activity's thread is interrupted: {@link
 * dev.reconciler.git.remote.transport.Deadline} and {@link QuickRetries} stop then.
 */
final class HeartbeatTimer {
    private static final long INTERVAL_MS = ActivityPolicies.HEARTBEAT_TIMEOUT.toMillis() / 4;
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(HeartbeatTimer::newDaemonThread);

    private HeartbeatTimer() {}

    /** Sends heartbeats for the activity of the calling thread, until closed. */
    static RunningHeartbeat begin(ActivityExecutionContext context) {
        Thread activity = Thread.currentThread();
        ScheduledFuture<?> beat = TIMER.scheduleAtFixedRate(
                () -> sendHeartbeat(context, activity), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
        return () -> beat.cancel(false);
    }

    private static void sendHeartbeat(ActivityExecutionContext context, Thread activity) {
        try {
            context.heartbeat(null);
        } catch (ActivityCompletionException notWanted) {
            activity.interrupt();
            // An exception ends the repetition: no further heartbeat is sent for this activity.
            throw notWanted;
        }
    }

    private static Thread newDaemonThread(Runnable work) {
        Thread thread = new Thread(work, "heartbeats");
        thread.setDaemon(true);
        return thread;
    }

    /** The repeated heartbeat of one activity. */
    interface RunningHeartbeat extends AutoCloseable {
        @Override
        void close();
    }
}

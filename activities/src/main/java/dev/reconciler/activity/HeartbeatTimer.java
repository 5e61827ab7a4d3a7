package dev.reconciler.activity;

import dev.reconciler.contract.ActivityPolicies;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells the Temporal service that an activity is at work, from another thread: a blocked read sends no heartbeat.
 *
 * <p>Where the answer is that the activity is no longer wanted, its thread is interrupted.
 */
final class HeartbeatTimer {
    private static final long INTERVAL_MS = ActivityPolicies.HEARTBEAT_TIMEOUT.toMillis() / 4;
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(HeartbeatTimer::newDaemonThread);

    private HeartbeatTimer() {}

    /** Beats until closed. */
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
            throw notWanted;
        }
    }

    private static Thread newDaemonThread(Runnable work) {
        Thread thread = new Thread(work, "heartbeats");
        thread.setDaemon(true);
        return thread;
    }

    /** An activity's heartbeat. */
    interface RunningHeartbeat extends AutoCloseable {
        @Override
        void close();
    }
}

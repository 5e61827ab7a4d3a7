package dev.reconciler.activity;

import dev.reconciler.contract.ActivityPolicies;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the Temporal service that an activity is at work. A thread of its own does it, because the thread of the activity
 * may be blocked in a read. Each heartbeat waits for the service's answer, on a thread of its own too: with a busy service
 * and hundreds of activities, one thread for all would come to the last of them after its time.
 *
 * <p>Where the service answers that it no longer wants the activity, the activity's thread is interrupted: {@link
 * dev.reconciler.git.remote.transport.Deadline} and {@link QuickRetries} stop then. The interrupt ends with the activity.
 */
final class HeartbeatTimer {
    private static final long INTERVAL_MS = ActivityPolicies.HEARTBEAT_INTERVAL.toMillis();
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(HeartbeatTimer::newDaemonThread);

    /** As many as there are heartbeats without an answer: one for each activity at most. */
    private static final ExecutorService SENDERS = Executors.newCachedThreadPool(HeartbeatTimer::newDaemonThread);

    private HeartbeatTimer() {}

    /** Sends heartbeats for the activity of the calling thread, until closed. */
    static RunningHeartbeat begin(ActivityExecutionContext context) {
        BeatingActivity activity = new BeatingActivity(context, Thread.currentThread());
        ScheduledFuture<?> beat =
                TIMER.scheduleAtFixedRate(activity::sendUnlessWaiting, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
        return () -> {
            beat.cancel(false);
            if (activity.end()) {
                // Or Temporal could not be told how the activity ended.
                Thread.interrupted();
            }
        };
    }

    /** An activity at work, and whether a heartbeat of it waits for its answer. */
    private static final class BeatingActivity {
        private final ActivityExecutionContext context;
        private final Thread thread;
        private final AtomicBoolean isWaiting = new AtomicBoolean();
        private boolean isOver;
        private boolean isInterrupted;

        BeatingActivity(ActivityExecutionContext context, Thread thread) {
            this.context = context;
            this.thread = thread;
        }

        void sendUnlessWaiting() {
            if (!isOver() && isWaiting.compareAndSet(false, true)) {
                startSender();
            }
        }

        // An error that left this method would end the heartbeats of this activity, and the next one may find a thread.
        private void startSender() {
            try {
                SENDERS.execute(this::send);
            } catch (OutOfMemoryError noThread) {
                isWaiting.set(false);
            }
        }

        private void send() {
            try {
                context.heartbeat(null);
            } catch (ActivityCompletionException notWanted) {
                interrupt();
            } finally {
                isWaiting.set(false);
            }
        }

        // The thread may be at another activity by the time that the answer comes.
        private synchronized void interrupt() {
            if (!isOver) {
                isOver = true;
                isInterrupted = true;
                thread.interrupt();
            }
        }

        private synchronized boolean isOver() {
            return isOver;
        }

        /** @return whether the thread was interrupted */
        synchronized boolean end() {
            isOver = true;
            return isInterrupted;
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

package dev.reconciler.activity;

import dev.reconciler.thread.InterruptibleWork;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
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
 * <p>Where the service answers that it no longer wants the activity, the activity's thread is interrupted, and again with
 * each further beat: {@link dev.reconciler.git.remote.transport.Deadline} and {@link QuickRetries} stop then. The interrupt
 * ends with the activity.
 */
final class HeartbeatTimer {
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(HeartbeatTimer::newDaemonThread);

    /** As many as there are heartbeats without an answer: one for each activity at most. */
    private static final ExecutorService SENDERS = Executors.newCachedThreadPool(HeartbeatTimer::newDaemonThread);

    private HeartbeatTimer() {}

    /** Sends heartbeats for the activity of the calling thread, until closed. */
    static RunningHeartbeat begin(ActivityExecutionContext context, Duration interval) {
        // Temporal could not be told how an activity ended whose thread is still interrupted.
        InterruptibleWork work = InterruptibleWork.begin();
        BeatingActivity activity = new BeatingActivity(context, work);
        long millis = interval.toMillis();
        ScheduledFuture<?> beat =
                TIMER.scheduleAtFixedRate(activity::sendUnlessWaiting, millis, millis, TimeUnit.MILLISECONDS);
        return () -> {
            beat.cancel(false);
            work.close();
        };
    }

    /** An activity at work, and whether a heartbeat of it waits for its answer. */
    private static final class BeatingActivity {
        private final ActivityExecutionContext context;
        private final InterruptibleWork work;
        private final AtomicBoolean isWaiting = new AtomicBoolean();

        BeatingActivity(ActivityExecutionContext context, InterruptibleWork work) {
            this.context = context;
            this.work = work;
        }

        void sendUnlessWaiting() {
            if (work.isInterrupted()) {
                // A library may have swallowed it, and the activity would wait for good.
                work.interrupt();
            } else if (!work.isOver() && isWaiting.compareAndSet(false, true)) {
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
                work.interrupt();
            } finally {
                isWaiting.set(false);
            }
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

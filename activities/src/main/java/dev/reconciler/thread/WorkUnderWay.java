package dev.reconciler.thread;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the work of this process that changes a disk, also what nobody waits for any more: a program that ended in the
 * middle of it would leave half of it behind, for the next run to sweep up.
 */
public final class WorkUnderWay {
    private static final Lock LOCK = new ReentrantLock();
    private static final Condition NONE = LOCK.newCondition();
    private static int count;

    private WorkUnderWay() {}

    /** Counts the work that begins now until the answer is closed, once. */
    public static Counted begin() {
        add(1);
        return () -> add(-1);
    }

    /**
     * Waits until no work is under way, at most for that time.
     *
     * @return whether there is none; false too where the thread was interrupted
     */
    public static boolean awaitNone(Duration atMost) {
        long left = atMost.toNanos();
        LOCK.lock();
        try {
            while (count > 0 && left > 0) {
                left = NONE.awaitNanos(left);
            }
            return count == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            LOCK.unlock();
        }
    }

    private static void add(int more) {
        LOCK.lock();
        try {
            count += more;
            NONE.signalAll();
        } finally {
            LOCK.unlock();
        }
    }

    /** Work that is counted until it is closed. */
    public interface Counted extends AutoCloseable {
        @Override
        void close();
    }
}

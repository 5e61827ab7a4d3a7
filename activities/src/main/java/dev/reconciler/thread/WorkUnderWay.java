package dev.reconciler.thread;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts the work of this process that changes a disk, also what nobody waits for any more: a program that ended in the
 * middle of it would leave half of it behind, for the next run to sweep up.
 */
public final class WorkUnderWay {
    private static final Lock LOCK = new ReentrantLock();
    private static final Condition CHANGED = LOCK.newCondition();

    private static final Set<Piece> PIECES = Collections.newSetFromMap(new IdentityHashMap<>());
    private static @Nullable Piece lastEnded;

    private WorkUnderWay() {}

    /** Counts the work that begins now until the answer is closed, once. */
    public static Counted begin() {
        Piece piece = new Piece();
        LOCK.lock();
        try {
            PIECES.add(piece);
        } finally {
            LOCK.unlock();
        }
        return piece;
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
            while (!PIECES.isEmpty() && left > 0) {
                left = CHANGED.awaitNanos(left);
            }
            return PIECES.isEmpty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Waits until no short work is under way, nor was a moment ago: what takes long anyway leaves the disk and the
     * processor to it. An interrupt ends the wait, and is kept.
     *
     * @param shortTime what takes as long is long itself; work that calls this has to be as old
     * @param quiet how long nothing short has to have been under way: between two steps of a run there is none
     * @param atMost how long to wait
     */
    public static void giveWay(Duration shortTime, Duration quiet, Duration atMost) {
        long left = atMost.toNanos();
        LOCK.lock();
        try {
            long noise = findNoise(shortTime, quiet);
            while (left > 0 && noise > 0) {
                long wait = Math.min(left, noise);
                left -= wait - CHANGED.awaitNanos(wait);
                noise = findNoise(shortTime, quiet);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            LOCK.unlock();
        }
    }

    /** For how many nanoseconds it is not quiet yet, if nothing more begins. */
    private static long findNoise(Duration shortTime, Duration quiet) {
        long now = System.nanoTime();
        if (PIECES.stream().anyMatch(piece -> now - piece.began < shortTime.toNanos())) {
            return Long.MAX_VALUE;
        }
        Piece last = lastEnded;
        return last == null || last.ended - last.began >= shortTime.toNanos() ? 0 : last.ended + quiet.toNanos() - now;
    }

    private static void end(Piece piece) {
        LOCK.lock();
        try {
            PIECES.remove(piece);
            piece.ended = System.nanoTime();
            lastEnded = piece;
            CHANGED.signalAll();
        } finally {
            LOCK.unlock();
        }
    }

    private static final class Piece implements Counted {
        private final long began = System.nanoTime();
        private long ended;

        @Override
        public void close() {
            end(this);
        }
    }

    /** Work that is counted until it is closed. */
    public interface Counted extends AutoCloseable {
        @Override
        void close();
    }
}

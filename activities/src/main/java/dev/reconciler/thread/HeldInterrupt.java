package dev.reconciler.thread;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the interrupts of the calling thread while it gives back what it holds on the disk, and hands them on at the
 * close. A thread that is interrupted can neither open nor sync a file: it would leave behind what it sweeps up.
 *
 * <p>Held back is an interrupt that came before, and one that comes meanwhile by {@link #interrupt}.
 */
public final class HeldInterrupt implements AutoCloseable {
    /** By thread the innermost one. */
    private static final ConcurrentMap<Thread, HeldInterrupt> HELD = new ConcurrentHashMap<>();

    private final @Nullable HeldInterrupt outer;
    private volatile boolean isInterrupted;

    private HeldInterrupt(@Nullable HeldInterrupt outer) {
        this.outer = outer;
    }

    /** Begins to hold the interrupts of the calling thread back. */
    public static HeldInterrupt begin() {
        HeldInterrupt begun = new HeldInterrupt(HELD.get(Thread.currentThread()));
        HELD.put(Thread.currentThread(), begun);
        // From here on none comes by another thread.
        if (Thread.interrupted()) {
            begun.isInterrupted = true;
        }
        return begun;
    }

    /** Interrupts a thread, at once or when it no longer holds that back. */
    static void interrupt(Thread thread) {
        HELD.compute(thread, (interrupted, held) -> {
            if (held == null) {
                interrupted.interrupt();
            } else {
                held.isInterrupted = true;
            }
            return held;
        });
    }

    @Override
    public void close() {
        HELD.compute(Thread.currentThread(), (thread, innermost) -> outer);
        if (isInterrupted) {
            interrupt(Thread.currentThread());
        }
    }
}

package dev.reconciler.thread;

/**
 * Holds back an interrupt of the calling thread while it gives back what it holds on the disk, and hands it on at the
 * close. A thread that is interrupted can neither open nor sync a file: it would leave behind what it sweeps up.
 */
public final class HeldInterrupt implements AutoCloseable {
    private final boolean wasInterrupted = Thread.interrupted();

    private HeldInterrupt() {}

    /** Begins to hold the interrupt back. */
    public static HeldInterrupt begin() {
        return new HeldInterrupt();
    }

    @Override
    public void close() {
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

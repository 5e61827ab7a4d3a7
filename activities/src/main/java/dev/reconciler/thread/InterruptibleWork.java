package dev.reconciler.thread;

/**
 * A piece of work on the thread that began it, which others may interrupt until it is over. The thread may be at other work
 * by the time that somebody gives this one up.
 *
 * <p>An interrupt waits while the work {@linkplain HeldInterrupt gives back} what it holds on the disk.
 */
public final class InterruptibleWork implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private boolean isOver;
    private boolean isInterrupted;

    private InterruptibleWork() {}

    /** Begins work of the calling thread, which closes it. */
    public static InterruptibleWork begin() {
        return new InterruptibleWork();
    }

    /** Interrupts the work. Does nothing once it is over. */
    public synchronized void interrupt() {
        if (!isOver) {
            isInterrupted = true;
            HeldInterrupt.interrupt(thread);
        }
    }

    /** Whether the work was interrupted. */
    public synchronized boolean isInterrupted() {
        return isInterrupted;
    }

    /** Whether the work has come to its end. */
    public synchronized boolean isOver() {
        return isOver;
    }

    /** Ends the work. What the thread does next is not interrupted. */
    @Override
    public synchronized void close() {
        isOver = true;
        if (isInterrupted) {
            Thread.interrupted();
        }
    }
}

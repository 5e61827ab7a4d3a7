package dev.reconciler.thread;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Work on a thread of its own, which whoever waits for it may give up. */
public final class AbandonableWork {
    private final AtomicReference<@Nullable InterruptibleWork> begun = new AtomicReference<>();
    private volatile boolean isAbandoned;

    private AbandonableWork() {}

    /** Starts work on a thread of the executor. */
    public static AbandonableWork start(Executor threads, Runnable work) {
        AbandonableWork started = new AbandonableWork();
        threads.execute(() -> started.run(work));
        return started;
    }

    private void run(Runnable work) {
        try (InterruptibleWork interruptible = InterruptibleWork.begin()) {
            begun.set(interruptible);
            if (!isAbandoned) {
                work.run();
            }
        }
    }

    /** Leaves the work alone: where it has not begun it never does, else it is interrupted. */
    public void abandon() {
        isAbandoned = true;
        InterruptibleWork interruptible = begun.get();
        if (interruptible != null) {
            interruptible.interrupt();
        }
    }
}

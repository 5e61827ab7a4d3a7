package dev.reconciler.thread;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers whether this runtime has virtual threads, and makes executors that use them where it has.
 *
 * <p>An interrupt ends a blocked read of a virtual thread at once. A platform thread goes on reading.
 */
public final class VirtualThreads {
    private static final int FIRST_JAVA = 21;

    private VirtualThreads() {}

    /** Whether this runtime has virtual threads: from Java 21 on. */
    public static boolean areAvailable() {
        return Runtime.version().feature() >= FIRST_JAVA;
    }

    /** A thread for each task: virtual where there are virtual threads, otherwise a daemon of that name. */
    public static ExecutorService newDaemonExecutor(String name) {
        if (areAvailable()) {
            try {
                // The program is compiled for Java 17, which does not have the method.
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException missing) {
                throw new LinkageError("virtual threads", missing);
            }
        }
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}

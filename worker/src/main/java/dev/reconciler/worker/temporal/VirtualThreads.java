package dev.reconciler.worker.temporal;

/** Whether this runtime has virtual threads: from 21 on. They end a blocked read at once when interrupted. */
final class VirtualThreads {
    private static final int FIRST = 21;

    private VirtualThreads() {}

    static boolean available() {
        return Runtime.version().feature() >= FIRST;
    }
}

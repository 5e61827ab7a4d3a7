package dev.reconciler.git.history;

import org.eclipse.jgit.storage.file.WindowCacheConfig;

/**
 * How large an object the library reads whole.
 *
 * <p>It gives the content of a larger one out as a stream only, and reads neither the tree of a folder nor a commit from one.
 * A tree of 700,000 files is larger than its own limit. With a higher one, files up to it are in memory whole while they
 * are sent, so the limit grows with the memory of the process. What writes many files at once asks for a {@link
 * #OF_FILES lower one}.
 */
public final class WholeObjects {
    /** The library's own limit, from which on a file is streamed to the disk. */
    public static final int OF_FILES = 50 << 20;

    private static final int PARTS_OF_MEMORY = 16;

    private WholeObjects() {}

    /** Tells the library the limit, for all repositories of this process. */
    public static void limit() {
        WindowCacheConfig config = new WindowCacheConfig();
        config.setStreamFileThreshold(chooseLimit(Runtime.getRuntime().maxMemory()));
        config.install();
    }

    /** @param memory of the process in bytes */
    static int chooseLimit(long memory) {
        return (int) Math.max(OF_FILES, Math.min(Integer.MAX_VALUE, memory / PARTS_OF_MEMORY));
    }
}

package dev.reconciler.git.error;

import dev.reconciler.model.ErrorType;

/** What a person does where something is too large for the memory of this process. */
public final class MemoryErrors {
    private static final long MEBIBYTE = 1 << 20;

    private MemoryErrors() {}

    /**
     * Refuses what was tried.
     *
     * @param what the beginning of a sentence, such as a file's name
     * @param error what the library or the virtual machine says
     */
    public static RefusedException refuse(String what, Throwable error) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                what + " needs more memory than the " + Runtime.getRuntime().maxMemory() / MEBIBYTE
                        + " MB that this process has; start it with more (java -Xmx2g), or have large files packed whole"
                        + " (git config core.bigFileThreshold 20m; git repack -a -d -F), on the remote too",
                error);
    }
}

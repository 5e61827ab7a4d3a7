package dev.reconciler.git.error;

import dev.reconciler.model.ErrorType;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.LargeObjectException;

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
                describeNeed(what) + ", or have large files packed whole (git config core.bigFileThreshold 20m; git"
                        + " repack -a -d -F), on the remote too",
                error);
    }

    /**
     * Refuses to merge the texts of a file, for which all three are in memory with the lines of each: how they are packed
     * changes nothing.
     *
     * @param error what the virtual machine says
     */
    public static RefusedException refuseMerge(String path, Throwable error) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                describeNeed(path + " was changed on both sides, and to merge it") + ", or merge the file by hand",
                error);
    }

    /**
     * Says what a person does where the library would not read an object that is in memory as a whole while it is read.
     *
     * @return empty where that is not the cause of the error
     */
    public static Optional<RefusedException> findTooLarge(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(LargeObjectException.class::isInstance)
                .findFirst()
                .map(MemoryErrors::refuseWhole);
    }

    /** @param error names the object and its size */
    private static RefusedException refuseWhole(Throwable error) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                describeNeed("an object that is read whole, as a folder of very many files or a commit with a very long"
                        + " message (" + error.getMessage() + "),"),
                error);
    }

    private static String describeNeed(String what) {
        return what + " needs more memory than the " + Runtime.getRuntime().maxMemory() / MEBIBYTE
                + " MB that this process has; start it with more (java -Xmx2g)";
    }

    /**
     * Refuses folders that are too many within each other.
     *
     * @param error what the virtual machine says
     */
    public static RefusedException refuseDepth(Throwable error) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                "a path of the repository has more folders within each other than this process can follow; start it with"
                        + " more room for them (java -Xss16m), or shorten the path: git itself takes 2,048 of them"
                        + " (core.maxTreeDepth)",
                error);
    }
}

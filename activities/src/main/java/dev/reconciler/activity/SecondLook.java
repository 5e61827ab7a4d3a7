package dev.reconciler.activity;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Takes a step's word for a repository that is broken only when it says so twice.
 *
 * <p>A disk may refuse one call and no other, as a network's file system does. The library then takes an object, a ref or a
 * whole repository for missing. A step that is run again finds them; each step can be repeated.
 */
final class SecondLook {
    /** What is said of a clone of which something was not found. */
    private static final Set<ErrorType> NOT_FOUND = EnumSet.of(
            ErrorType.REPOSITORY_CORRUPT,
            ErrorType.REPOSITORY_MISSING,
            ErrorType.BRANCH_MISSING,
            ErrorType.UNRELATED_HISTORIES,
            ErrorType.UNSUPPORTED,
            ErrorType.WORK_TREE_DIRTY);

    private SecondLook() {}

    /**
     * Runs a step, and once more where it ended as a disk that refused may have ended it.
     *
     * @throws IOException as the step throws it
     */
    static <T> T look(Look<T> step) throws IOException {
        try {
            return step.run();
        } catch (IOException | RuntimeException first) {
            if (!isWorthAnother(first) || Thread.currentThread().isInterrupted()) {
                throw first;
            }
            return step.run();
        }
    }

    private static boolean isWorthAnother(Exception error) {
        return error instanceof RefusedException refused
                ? refused.type() == ErrorType.REPOSITORY_CORRUPT
                : mayBeOfTheDisk(error);
    }

    /** Whether the error may come of a disk that refused, without saying so. */
    static boolean mayBeOfTheDisk(Exception error) {
        if (error instanceof GitException) {
            return error instanceof RefusedException refused && NOT_FOUND.contains(refused.type());
        }
        return DiskErrors.sortByActor(error).isEmpty();
    }

    /** A step that can be repeated. */
    interface Look<T> {
        T run() throws IOException;
    }
}

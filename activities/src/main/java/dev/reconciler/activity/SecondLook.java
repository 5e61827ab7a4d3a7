package dev.reconciler.activity;

import dev.reconciler.git.damage.DamageReport;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.fetch.DamagedIndexes;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a step's word for a repository that is broken only when it says so twice.
 *
 * <p>A disk may refuse one call and no other, as a network's file system does. The library then takes an object, a ref or a
 * whole repository for missing. A step that is run again finds them; each step can be repeated. In between, what a disk made
 * of the indexes of packs is mended.
 */
final class SecondLook {
    private static final Logger LOG = LoggerFactory.getLogger(SecondLook.class);

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
     * @param mended the repository of which indexes of packs are mended before the second look; null: of none
     * @throws IOException as the step throws it
     */
    static <T> T look(Look<T> step, @Nullable RepositorySettings mended) throws IOException {
        try {
            return step.run();
        } catch (IOException | RuntimeException first) {
            if (!isWorthAnother(first) || Thread.currentThread().isInterrupted()) {
                throw first;
            }
            if (mended != null && (first instanceof RefusedException || DamageReport.isOfObjects(first))) {
                mendIndexes(mended);
            }
            return step.run();
        }
    }

    private static void mendIndexes(RepositorySettings settings) throws IOException {
        Optional<DataRepository> opened = Optional.empty();
        try {
            opened = DataRepository.open(settings);
            if (opened.isPresent()) {
                DamagedIndexes.mend(opened.get());
            }
        } catch (IOException | RuntimeException unmended) {
            // The second look says what is broken.
            LOG.debug("{}: no index of a pack was written", settings.id(), unmended);
        } finally {
            opened.ifPresent(DataRepository::close);
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

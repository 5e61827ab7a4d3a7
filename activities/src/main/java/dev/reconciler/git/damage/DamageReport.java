package dev.reconciler.git.damage;

import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Says of an error whether a damaged object of a repository is to blame.
 *
 * <p>The library has no one error for that. Of an object that is not there it throws one with the id; of a file that is
 * empty or cut short an {@link EOFException} without one, which a connection that breaks off throws too; of garbage
 * whatever the garbage leads to. So the ids that the error names are read first, then what the branches reach. Only an
 * object that was found to be damaged is reported.
 */
public final class DamageReport {
    private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{40}\\b");

    /** The package of the library that reads the files of objects. */
    private static final String STORAGE = "org.eclipse.jgit.internal.storage.file.";

    /** The class of that package that reads what a remote sends. */
    private static final String RECEIVER = STORAGE + "ObjectDirectoryPackParser";

    private DamageReport() {}

    /** Whether the error may come of a damaged object on this disk. That of a connection that breaks off does not. */
    public static boolean isOfObjects(Throwable error) {
        return streamCauses(error)
                .anyMatch(cause -> cause instanceof MissingObjectException
                        || cause instanceof CorruptObjectException
                        || cause instanceof IncorrectObjectTypeException
                        || cause instanceof ZipException
                        || isThrownByStorage(cause));
    }

    private static boolean isThrownByStorage(Throwable cause) {
        return Stream.of(cause.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(name -> name.startsWith(STORAGE) && !name.startsWith(RECEIVER));
    }

    /**
     * Finds the damaged object of a clone that is to blame.
     *
     * @return the error to throw instead: of type RepositoryCorrupt, with the object's id and what to do, or that of a disk
     *     that keeps this process from reading; empty where every object that was read is sound
     */
    public static Optional<GitException> explain(Repository clone, Throwable error) {
        return blame(clone, () -> findDamaged(clone, error), error);
    }

    // An object that can't be read is not damaged where it is the disk that refuses: the advice to remove its file, or
    // to fetch anew, would do harm.
    private static Optional<GitException> blame(
            Repository clone, Supplier<Optional<DamagedObject>> search, Throwable error) {
        Optional<GitException> refusing = DiskProbe.findFault(clone);
        if (refusing.isPresent()) {
            return refusing;
        }
        Optional<GitException> broken = BrokenFile.find(error).map(GitException.class::cast);
        if (broken.isPresent()) {
            return broken;
        }
        try {
            return search.get().map(object -> newCorruptError(clone, object, adviseClone(clone, object), error));
        } catch (DiskErrorException refused) {
            return Optional.of(refused);
        }
    }

    /**
     * Like {@link #explain}, for a push that did not end: reads the newest commits only, since a sender reads these and
     * what the caller has read before.
     */
    public static Optional<GitException> explainSending(Repository clone, Throwable error) {
        return blame(clone, () -> find(clone, DamagedObjectSearch::searchTips), error);
    }

    /** Like {@link #explain}, for a remote whose repository is on this disk. */
    public static Optional<RefusedException> explainRemote(Path gitDir, Throwable error) {
        try (Repository remote = new FileRepositoryBuilder()
                .setGitDir(gitDir.toFile())
                .setMustExist(true)
                .build()) {
            return findDamaged(remote, error)
                    .map(object -> newCorruptError(remote, object, "restore it there from a backup or a clone", error));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<DamagedObject> findDamaged(Repository git, Throwable error) {
        boolean isMissing = streamCauses(error).anyMatch(MissingObjectException.class::isInstance);
        return find(git, search -> {
            for (ObjectId named : listNamedObjects(error)) {
                // Of an object that a remote sent and that was refused, the error names an id that is not here either.
                Optional<DamagedObject> damaged =
                        search.readOne(named).filter(object -> !object.isMissing() || isMissing);
                if (damaged.isPresent()) {
                    return damaged;
                }
            }
            return search.searchBranches();
        });
    }

    private static Optional<DamagedObject> find(Repository git, Search way) {
        try (DamagedObjectSearch search = new DamagedObjectSearch(git)) {
            return way.run(search);
        } catch (DiskErrorException refused) {
            throw refused;
        } catch (IOException | RuntimeException unreadable) {
            // The refs can't be read either: what is known is the first error.
            return Optional.empty();
        }
    }

    private static Set<ObjectId> listNamedObjects(Throwable error) {
        Set<ObjectId> named = new LinkedHashSet<>();
        streamCauses(error).forEach(cause -> {
            Matcher ids = ID.matcher(String.valueOf(cause.getMessage()));
            while (ids.find()) {
                named.add(ObjectId.fromString(ids.group()));
            }
        });
        return named;
    }

    private static RefusedException newCorruptError(
            Repository git, DamagedObject object, String advice, Throwable error) {
        return new RefusedException(
                ErrorType.REPOSITORY_CORRUPT,
                git.getDirectory() + ": the " + object.what() + " "
                        + object.id().name() + " " + object.why() + describeAlternates(git) + "; " + advice
                        + "; git fsck lists all that is damaged",
                error);
    }

    // Git does not write an object that is there, however damaged its file is: that file has to go first.
    private static String adviseClone(Repository git, DamagedObject object) {
        String name = object.id().name();
        Path loose = locateObjects(git).resolve(name.substring(0, 2)).resolve(name.substring(2));
        return (!object.isMissing() && Files.exists(loose) ? "remove " + loose + ", then " : "")
                + "git fetch --refetch brings back what the remote has, a backup or another clone the rest";
    }

    private static Path locateObjects(Repository git) {
        return git.getCommonDirectory().toPath().resolve("objects");
    }

    // A clone that was made with --shared or --reference lacks nearly every object where the repository that it borrows
    // from is gone.
    private static String describeAlternates(Repository git) {
        Path objects = locateObjects(git);
        Path alternates = objects.resolve("info/alternates");
        try (Stream<String> lines = Files.lines(alternates)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .filter(line -> !Files.isDirectory(objects.resolve(line)))
                    .findFirst()
                    .map(gone -> " (" + alternates + " names " + gone + ", which is not there: mount or restore it)")
                    .orElse("");
        } catch (IOException | UncheckedIOException | InvalidPathException unreadable) {
            // Not there, or a line that is no path here: what is damaged is said without it.
            return "";
        }
    }

    private static Stream<Throwable> streamCauses(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
    }

    /** One way to look for a damaged object. */
    private interface Search {
        Optional<DamagedObject> run(DamagedObjectSearch search) throws IOException;
    }
}

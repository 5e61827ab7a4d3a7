package dev.reconciler.git.error;

import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Sorts the errors of the host's own disk by who must act. */
public final class DiskErrors {
    private static final Pattern LIBRARY_WORDS = Pattern.compile(
            "Could not (rename|create new|delete) file |Cannot (create directory|create an index file|delete file|move pack"
                    + "|move index|create a temp dir)|Creating director(y|ies for) .* failed");

    /** What the system says of a name that is not of the kind that was expected, by the error's number on Linux. */
    private static final Map<Integer, String> FOLDER_WORDS =
            Map.of(20, "not a directory", 21, "is a directory", 40, "too many levels of symbolic links");

    private static final int NAME_TOO_LONG = 36;
    private static final int INVALID = 22;
    private static final int NO_LETTER = 84;

    private DiskErrors() {}

    /**
     * Finds the error of the disk among an error and its causes.
     *
     * @return the error to throw instead: a {@link DiskErrorException}, or a {@link RefusedException} for a name that the
     *     disk can't take; empty where no error of the disk is among them
     */
    public static Optional<GitException> sortByActor(Throwable error) {
        List<Throwable> causes = Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .toList();
        // The library tries some calls twice, and has the first error as a suppressed one. Last, what it says itself.
        return Stream.of(causes.stream(), causes.stream().flatMap(cause -> Stream.of(cause.getSuppressed())))
                .flatMap(Function.identity())
                .filter(IOException.class::isInstance)
                .flatMap(cause -> sortCause(cause).stream())
                .findFirst()
                .or(() -> causes.stream()
                        .flatMap(cause -> sortLibraryWords(cause).stream())
                        .findFirst());
    }

    /** The same for who can't throw an {@link IOException}: what to throw instead of it, whatever it is of. */
    public static RuntimeException sortUnchecked(IOException error) {
        return sortByActor(error).map(RuntimeException.class::cast).orElseGet(() -> new UncheckedIOException(error));
    }

    private static boolean hasFolderWords(String words) {
        return FOLDER_WORDS.entrySet().stream().anyMatch(known -> hasWords(words, known.getValue(), known.getKey()));
    }

    /** Whether that is forbidden to this user, who can do it on no other day either. */
    public static boolean isForbidden(IOException error) {
        return findFault(error, String.valueOf(error.getMessage()))
                .filter(DiskFault::isForbidden)
                .isPresent();
    }

    /** Whether the system says by these words, in English or in the language of this process, that it is not permitted. */
    public static boolean saysForbidden(String words) {
        return DiskFault.find(words).filter(DiskFault::isForbidden).isPresent();
    }

    /**
     * What to do about a disk that a program of this host has met, by what it printed; empty where its words are of something
     * else. What is forbidden to a program need not be the disk's.
     */
    public static Optional<String> adviseByWords(String words) {
        return DiskFault.find(words)
                .filter(fault -> !fault.isForbidden() && !fault.isOfNetworksToo())
                .map(DiskFault::advice);
    }

    // The library asks Java's older calls to make, rename or delete a file, which say that they could not and not why.
    private static Optional<GitException> sortLibraryWords(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        return cause.getClass() == IOException.class
                        && LIBRARY_WORDS.matcher(words).lookingAt()
                ? Optional.of(new DiskErrorException(
                        "the disk refuses: " + words
                                + "; look whether it is full, read-only, or forbids it, and whether a file is where a"
                                + " folder has to be",
                        cause))
                : Optional.empty();
    }

    private static Optional<GitException> sortCause(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        if (isNameRefused(cause, words)) {
            return Optional.of(new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "a name that the file system can't take (" + words + "); use a bare clone, or rename it",
                    cause));
        }
        if (isOfTheSystem(cause, words) && hasFolderWords(words)) {
            return Optional.of(new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    words
                            + "; a folder or a link is where a file has to be, or a file where a folder has to be: look what"
                            + " is there, and move it away",
                    cause));
        }
        return findFault(cause, words)
                .map(fault -> new DiskErrorException("the disk refuses: " + words + "; " + fault.advice(), cause));
    }

    // A file system of another system takes no ':' in a name, or not every letter, and has no words of its own for
    // that.
    private static boolean isNameRefused(Throwable cause, String words) {
        return hasWords(words, "file name too long", NAME_TOO_LONG)
                || (cause instanceof FileSystemException
                        && (hasWords(words, "invalid argument", INVALID)
                                || hasWords(words, "invalid or incomplete multibyte", NO_LETTER)));
    }

    private static boolean hasWords(String words, String english, int number) {
        return words.toLowerCase(Locale.ROOT).contains(english)
                || SystemWords.of(number).filter(words::contains).isPresent();
    }

    private static Optional<DiskFault> findFault(Throwable cause, String words) {
        if (cause instanceof AccessDeniedException) {
            return Optional.of(DiskFault.FORBIDDEN);
        }
        // What Java has a type of its own for is no error of the disk: a file that is gone, or there already.
        boolean isTold = cause instanceof NoSuchFileException
                || cause instanceof FileAlreadyExistsException
                || cause instanceof DirectoryNotEmptyException
                || cause instanceof NotDirectoryException
                || cause instanceof NotLinkException
                || cause instanceof FileSystemLoopException;
        return isTold || !isOfTheSystem(cause, words)
                ? Optional.empty()
                : DiskFault.find(words)
                        .filter(fault -> cause instanceof FileSystemException || !fault.isOfNetworksToo());
    }

    // A transport has words of the remote in its message, whose disk is not ours, and a program that can't be started
    // is told by who started it.
    private static boolean isOfTheSystem(Throwable cause, String words) {
        return cause.getClass().getName().startsWith("java.")
                && !(cause instanceof SocketException)
                && !(cause instanceof UnknownHostException)
                && !words.startsWith("Cannot run program");
    }
}

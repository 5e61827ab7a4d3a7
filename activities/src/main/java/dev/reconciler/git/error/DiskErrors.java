package dev.reconciler.git.error;

import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Sorts the errors of the host's own disk by who must act. */
public final class DiskErrors {
    private DiskErrors() {}

    /**
     * Finds the error of the disk among an error and its causes.
     *
     * @return the error to throw instead: a {@link RemoteUnavailableException} where the disk is full, else a {@link
     *     RefusedException}; empty where no error of the disk is among them
     */
    public static Optional<GitException> sortByActor(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .flatMap(cause -> sortCause(cause).stream())
                .findFirst();
    }

    // Java has types for few errors of the operating system, so the words of the C library tell.
    private static Optional<GitException> sortCause(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left on device") || lower.contains("quota exceeded")) {
            // A person may make room at any time; the run that waits goes on by itself then.
            return Optional.of(new RemoteUnavailableException("the disk is full (" + words + "); make room", cause));
        }
        if (cause instanceof AccessDeniedException || lower.contains("read-only file system")) {
            return Optional.of(new RefusedException(
                    ErrorType.CONFIGURATION,
                    words + " can't be read or written; give it to the user that runs this program, or correct `path`",
                    cause));
        }
        if (lower.contains("file name too long")) {
            return Optional.of(new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "a name that the file system can't take (" + words + "); use a bare clone, or rename it",
                    cause));
        }
        return Optional.empty();
    }
}

package dev.reconciler.git.error;

import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the host's own disk does not let us do, sorted by who must act. */
public final class DiskErrors {
    private DiskErrors() {}

    /** What to throw instead; empty where the error is none of the disk. */
    public static Optional<GitException> sort(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .flatMap(cause -> sortCause(cause).stream())
                .findFirst();
    }

    private static Optional<GitException> sortCause(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left on device") || lower.contains("quota exceeded")) {
            // Room may be made at any time: nobody has to start a run for that.
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

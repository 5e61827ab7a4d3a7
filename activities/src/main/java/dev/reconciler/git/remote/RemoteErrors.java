package dev.reconciler.git.remote;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.transport.SecretScrubber;
import dev.reconciler.model.ErrorType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.api.errors.AbortedByHookException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** What a transport could not do, sorted in one place by who must act. The library's own words are not passed on raw. */
final class RemoteErrors {
    private static final List<String> DENIED = List.of(
            "not authorized",
            "authentication is required",
            "authentication not supported",
            "not permitted",
            "auth fail",
            "cannot log in",
            "no keys to try",
            "no more authentication methods",
            "server key did not validate",
            "server key verification",
            "host key",
            "403 forbidden",
            "permission denied",
            "dubious ownership",
            "access denied");
    private static final List<String> MISSING =
            List.of("not found", "could not be found", "does not exist", "does not appear to be a git repository");

    /** What git's own daemon says of everything that it does not serve, whether it is there or not. */
    private static final String NOT_SERVED = "access denied or repository not exported";

    // A path, a URL, a host or a user there: what they are called says nothing of what went wrong.
    private static final Pattern NAMES = Pattern.compile("\\S*[/@]\\S*|[\\w-]+(\\.[\\w-]+)+");

    /** What came was garbled on its way, or its sender was cut off: not what the remote holds. */
    private static final List<String> GARBLED = List.of("packfile corruption detected", "packfile is truncated");

    private static final List<String> BAD_OBJECTS =
            List.of("object checking", "invalid path", "corrupt", "contains '.git'", "fsck");

    private final String remote;
    private final SecretScrubber scrubber;

    /** @param remote the URL without secrets */
    RemoteErrors(String remote, SecretScrubber scrubber) {
        this.remote = remote;
        this.scrubber = scrubber;
    }

    /**
     * What to throw instead; a GitException stays as it is.
     *
     * @throws RuntimeException the error itself, where it is a defect of ours
     */
    GitException sort(Exception error) {
        Optional<GitException> sorted = streamCauses(error)
                .filter(GitException.class::isInstance)
                .map(GitException.class::cast)
                .findFirst();
        if (sorted.isEmpty() && isDefect(error)) {
            throw (RuntimeException) error;
        }
        return sorted.or(() -> DiskErrors.sort(error)).orElseGet(() -> sortByWords(error, joinMessages(error)));
    }

    private GitException sortByWords(Exception error, String words) {
        String lower = withoutNames(words).toLowerCase(Locale.ROOT);
        if (isCertificate(error)) {
            return newRefusal(ErrorType.ACCESS_DENIED, words, "its certificate is not trusted by this host");
        }
        if (hasCause(error, AbortedByHookException.class)) {
            return newRefusal(ErrorType.PUSH_REJECTED, words, "change the commits, or the hook of this repository");
        }
        if (hasCause(error, MissingObjectException.class)) {
            return newRefusal(ErrorType.REPOSITORY_CORRUPT, words, "git fsck, here and there, tells more");
        }
        if (isHangUp(error)) {
            return new RemoteUnavailableException(remote + ": hung up without an answer");
        }
        if (lower.contains(NOT_SERVED)) {
            return newMissingRefusal(words);
        }
        if (containsAny(lower, DENIED)) {
            return newRefusal(ErrorType.ACCESS_DENIED, words, "check `credentials` and what they may do there");
        }
        if (hasCause(error, NoRemoteRepositoryException.class) || containsAny(lower, MISSING)) {
            return newMissingRefusal(words);
        }
        if (isRefusedObject(error) || (containsAny(lower, BAD_OBJECTS) && !containsAny(lower, GARBLED))) {
            return newRefusal(
                    ErrorType.REPOSITORY_CORRUPT, words, "the remote holds objects that git refuses; git fsck there");
        }
        return new RemoteUnavailableException(remote + ": " + words);
    }

    private RefusedException newRefusal(ErrorType type, String words, String todo) {
        return new RefusedException(type, remote + ": " + words + "; " + todo);
    }

    private RefusedException newMissingRefusal(String words) {
        return newRefusal(ErrorType.REPOSITORY_MISSING, words, "create it there, or correct `remote`");
    }

    /** What no network and no remote can bring about; it is not sorted, and ends as a defect of ours. */
    private static boolean isDefect(Exception error) {
        return error instanceof RuntimeException
                && !(error instanceof UnresolvedAddressException)
                && !hasCause(error, IOException.class);
    }

    // The library takes a connection that ends before its first word for a repository that is not there.
    private static boolean isHangUp(Throwable error) {
        return hasCause(error, NoRemoteRepositoryException.class) && hasCause(error, EOFException.class);
    }

    private static boolean isCertificate(Throwable error) {
        return hasCause(error, CertificateException.class)
                || streamCauses(error)
                        .filter(SSLException.class::isInstance)
                        .map(cause -> String.valueOf(cause.getMessage()))
                        .anyMatch(message -> message.contains("PKIX") || message.contains("certificate"));
    }

    private static boolean isRefusedObject(Throwable error) {
        return streamCauses(error)
                .anyMatch(cause -> cause instanceof CorruptObjectException corrupt && corrupt.getErrorType() != null);
    }

    private static boolean hasCause(Throwable error, Class<? extends Exception> kind) {
        return streamCauses(error).anyMatch(kind::isInstance);
    }

    private static Stream<Throwable> streamCauses(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
    }

    private String withoutNames(String words) {
        return NAMES.matcher(words.replace(remote, "")).replaceAll("");
    }

    private static boolean containsAny(String words, List<String> known) {
        return known.stream().anyMatch(words::contains);
    }

    /** The messages of the whole chain, each once, without secrets. */
    private String joinMessages(Throwable error) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (words.indexOf(message) < 0) {
                words.append(words.length() == 0 ? "" : ": ").append(message);
            }
        }
        String clean =
                scrubber.scrub(words.toString()).replace(remote + ": ", "").strip();
        return clean.endsWith(".") ? clean.substring(0, clean.length() - 1) : clean;
    }

    /** Runs work, sorting what it throws. */
    <T> T sortErrorsOf(RemoteCall<T> work) {
        try {
            return work.run();
        } catch (IOException | RuntimeException error) {
            throw sort(error);
        }
    }

    /** Work on the network. */
    interface RemoteCall<T> {
        T run() throws IOException;
    }
}

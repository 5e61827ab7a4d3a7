package dev.reconciler.git.remote;

import dev.reconciler.git.GitException;
import dev.reconciler.git.RefusedException;
import dev.reconciler.git.RemoteUnavailableException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** What a transport could not do, sorted in one place by who must act. The library's own words are not passed on raw. */
final class RemoteErrors {
    private static final List<String> DENIED = List.of(
            "not authorized",
            "authentication is required",
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
            List.of("not found", "does not exist", "does not appear to be a git repository", "repository not exported");
    private static final List<String> BAD_OBJECTS =
            List.of("object checking", "invalid path", "corrupt", "contains '.git'", "fsck");

    private final String remote;
    private final Scrubber scrubber;

    /** @param remote the URL without secrets */
    RemoteErrors(String remote, Scrubber scrubber) {
        this.remote = remote;
        this.scrubber = scrubber;
    }

    /** What to throw instead; a GitException stays as it is. */
    GitException sort(Exception error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof GitException sorted) {
                return sorted;
            }
        }
        String words = words(error);
        String lower = words.toLowerCase(Locale.ROOT);
        if (isCertificate(error)) {
            return refused(ErrorType.ACCESS_DENIED, words, "its certificate is not trusted by this host");
        }
        if (isAny(lower, DENIED)) {
            return refused(ErrorType.ACCESS_DENIED, words, "check `credentials` and what they may do there");
        }
        if (isMissing(error) || isAny(lower, MISSING)) {
            return refused(ErrorType.REPOSITORY_MISSING, words, "create it there, or correct `remote`");
        }
        if (isAny(lower, BAD_OBJECTS)) {
            return refused(
                    ErrorType.REPOSITORY_CORRUPT, words, "the remote holds objects that git refuses; git fsck there");
        }
        return new RemoteUnavailableException(remote + ": " + words);
    }

    private RefusedException refused(ErrorType type, String words, String todo) {
        return new RefusedException(type, remote + ": " + words + "; " + todo);
    }

    private static boolean isCertificate(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return String.valueOf(cause.getMessage()).contains("PKIX")
                        || String.valueOf(cause.getMessage()).contains("certificate");
            }
        }
        return false;
    }

    private static boolean isMissing(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoRemoteRepositoryException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAny(String words, List<String> known) {
        return known.stream().anyMatch(words::contains);
    }

    /** The messages of the whole chain, each once, without secrets. */
    private String words(Throwable error) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (words.indexOf(message) < 0) {
                words.append(words.length() == 0 ? "" : ": ").append(message);
            }
        }
        return scrubber.scrub(words.toString()).strip();
    }

    /** Runs work, sorting what it throws. */
    <T> T sorted(Work<T> work) {
        try {
            return work.run();
        } catch (IOException | RuntimeException error) {
            throw sort(error);
        }
    }

    /** Work on the network. */
    interface Work<T> {
        T run() throws IOException;
    }
}

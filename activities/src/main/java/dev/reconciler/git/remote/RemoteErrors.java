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
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/**
 * Sorts what a transport could not do. Either a later attempt may succeed ({@link RemoteUnavailableException}), or a
 * person must act ({@link RefusedException}, with a type that says what to do).
 *
 * <p>JGit throws a {@link org.eclipse.jgit.errors.TransportException} for nearly everything, so most cases are told by
 * the words. These are of four speakers: JGit (its {@code JGitText.properties} and {@code SshdText.properties}), Apache
 * MINA SSHD below it, git on the remote, and the forge. The words of any of them may change; whatever is not known is
 * taken for an outage, because the run then tries again and gives up with the same words.
 */
final class RemoteErrors {
    /**
     * Texts of a remote that does not let this host in.
     *
     * <ul>
     *   <li>JGit over HTTP: {@code not authorized} and {@code authentication is required} and {@code authentication not
     *       supported} (status 401), {@code … not permitted on …} (status 403)
     *   <li>HTTP itself: {@code 403 forbidden}, the status line of a later request; {@code proxy authentication
     *       required}, that of a proxy
     *   <li>JGit over SSH: {@code cannot log in}, {@code no keys to try}, {@code server key did not validate}; of a known
     *       host with another key, {@code host key}
     *   <li>MINA SSHD: {@code no more authentication methods}
     *   <li>other SSH libraries and versions than today's: {@code auth fail}, {@code server key verification}
     *   <li>OpenSSH and forges over SSH: {@code permission denied (publickey)}; also the file system of a path on this
     *       disk, and {@link dev.reconciler.git.remote.transport.TransportOpener} for a key that can't be read
     *   <li>git on the remote: {@code dubious ownership} ({@code setup.c})
     *   <li>forges: {@code access denied}
     * </ul>
     */
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
            "proxy authentication required",
            "permission denied",
            "dubious ownership",
            "access denied");

    /**
     * Texts of a remote that has no such repository.
     *
     * <ul>
     *   <li>JGit: {@code not found} (status 404, and a path without a repository)
     *   <li>git on the remote: {@code does not appear to be a git repository} ({@code upload-pack.c}, {@code
     *       receive-pack.c})
     *   <li>forges: {@code repository not found}, {@code … could not be found}, {@code … does not exist}
     * </ul>
     */
    private static final List<String> MISSING =
            List.of("not found", "could not be found", "does not exist", "does not appear to be a git repository");

    /** Texts of OpenSSH about a host that it did not reach, where JGit knows only that there was no answer. */
    private static final List<String> AWAY = List.of(
            "ssh: connect to host",
            "could not resolve hostname",
            "connection closed by",
            "connection reset by",
            "connection timed out",
            "kex_exchange_identification");

    /** git's {@code daemon.c} says this of every path that it does not serve, whether a repository is there or not. */
    private static final String NOT_SERVED = "access denied or repository not exported";

    // A path, a URL, a host or a user. Their names say nothing of what went wrong: a repository may be called "fsck".
    private static final Pattern NAMES = Pattern.compile("\\S*[/@]\\S*|[\\w-]+(\\.[\\w-]+)+");

    /** JGit says this of a pack that was garbled on its way or cut off. It says nothing of the objects on the remote. */
    private static final List<String> GARBLED = List.of("packfile corruption detected", "packfile is truncated");

    /**
     * Texts about objects that git refuses: JGit ({@code invalid path}, {@code corrupt}), and git's {@code fsck.c} on the
     * remote ({@code contains '.git'}, {@code fsck}). Other versions of JGit than today's say {@code object checking}.
     */
    private static final List<String> BAD_OBJECTS =
            List.of("object checking", "invalid path", "corrupt", "contains '.git'", "fsck");

    /** The answer to a push of unknown length: the server takes it only where it is told the length before. */
    private static final String NO_CHUNKS = "411 length required";

    private static final Pattern TOO_LARGE = Pattern.compile("\\b413\\b.*too large");

    /** JGit quotes the line with which a remote says which refs it has: here one whose id is of SHA-256. */
    private static final Pattern LONG_ID = Pattern.compile("advertisement.*\\b[0-9a-f]{64}\\b");

    private final String remote;
    private final SecretScrubber scrubber;

    /**
     * Errors of one remote.
     *
     * @param remote the URL without secrets
     * @param scrubber takes secrets out of the words of JGit and the remote
     */
    RemoteErrors(String remote, SecretScrubber scrubber) {
        this.remote = remote;
        this.scrubber = scrubber;
    }

    /**
     * Answers the exception to throw instead. A {@link GitException} anywhere among the causes stays as it is.
     *
     * @throws RuntimeException the error itself, where it is a defect of this program
     */
    GitException sort(Exception error) {
        // Code of this program that JGit called, such as the check of a redirect, has sorted its error already.
        Optional<GitException> sorted = streamCauses(error)
                .filter(GitException.class::isInstance)
                .map(GitException.class::cast)
                .findFirst();
        if (sorted.isEmpty() && isDefect(error)) {
            throw (RuntimeException) error;
        }
        // A full or broken disk of this host is no error of the remote, though a transport reports it.
        return sorted.or(() -> DiskErrors.sortByActor(error)).orElseGet(() -> sortByWords(error, joinMessages(error)));
    }

    // The order matters. Types come before words; the rarer meaning of a text comes before the common one.
    private GitException sortByWords(Exception error, String words) {
        String lower = withoutNames(words).toLowerCase(Locale.ROOT);
        // Java's TLS. Waiting would not help: a person installs the certificate's authority, or renews it.
        if (isCertificate(error)) {
            return newRefusal(ErrorType.ACCESS_DENIED, words, "its certificate is not trusted by this host");
        }
        // The hook pre-push of the local repository ended with an error, before anything was sent.
        if (hasCause(error, AbortedByHookException.class)) {
            return newRefusal(ErrorType.PUSH_REJECTED, words, "change the commits, or the hook of this repository");
        }
        // JGit misses an object, here when it sends or there when it received; "missing" is among the words of both.
        if (hasCause(error, MissingObjectException.class)) {
            return newRefusal(ErrorType.REPOSITORY_CORRUPT, words, "git fsck, here and there, tells more");
        }
        // The library receives no object of 2 GiB and more. What is there already is not sent again.
        if (hasCause(error, TooLargeObjectInPackException.class)) {
            return newRefusal(
                    ErrorType.UNSUPPORTED,
                    words,
                    "get it once with git (git fetch there, or git clone), and run again");
        }
        if (LONG_ID.matcher(words).find()) {
            return newRefusal(
                    ErrorType.UNSUPPORTED, words, "it names its objects by sha256; a remote with sha1 is needed");
        }
        if (lower.contains(NO_CHUNKS)) {
            return newRefusal(
                    ErrorType.PUSH_REJECTED,
                    words,
                    "git's http.postBuffer must be larger than what is pushed, and the memory (java -Xmx) eight times that");
        }
        if (TOO_LARGE.matcher(lower).find()) {
            return newRefusal(ErrorType.PUSH_REJECTED, words, "raise the size of a request that the server takes");
        }
        if (isHangUp(error)) {
            return new RemoteUnavailableException(remote + ": hung up without an answer");
        }
        // Before DENIED, which has the beginning of the same sentence.
        if (lower.contains(NOT_SERVED)) {
            return newMissingRefusal(words);
        }
        if (containsAny(lower, DENIED)) {
            return newRefusal(ErrorType.ACCESS_DENIED, words, "check `credentials` and what they may do there");
        }
        if (hasCause(error, NoRemoteRepositoryException.class) && containsAny(lower, AWAY)) {
            return new RemoteUnavailableException(remote + ": " + words);
        }
        if (hasCause(error, NoRemoteRepositoryException.class) || containsAny(lower, MISSING)) {
            return newMissingRefusal(words);
        }
        // The words alone would also match a pack that was garbled on its way, which the next attempt may get whole.
        if (isRefusedObject(error) || (containsAny(lower, BAD_OBJECTS) && !containsAny(lower, GARBLED))) {
            return newRefusal(
                    ErrorType.REPOSITORY_CORRUPT, words, "the remote holds objects that git refuses; git fsck there");
        }
        // The network (refused, reset, timed out, no such host), an overloaded server (429, 5xx), and what is unknown.
        return new RemoteUnavailableException(remote + ": " + words);
    }

    private RefusedException newRefusal(ErrorType type, String words, String todo) {
        return new RefusedException(type, remote + ": " + words + "; " + todo);
    }

    private RefusedException newMissingRefusal(String words) {
        return newRefusal(ErrorType.REPOSITORY_MISSING, words, "create it there, or correct `remote`");
    }

    // A RuntimeException without an IOException below it comes from no network and no remote. MINA SSHD's
    // UnresolvedAddressException is the exception: it is a RuntimeException, and means a host name without an address.
    private static boolean isDefect(Exception error) {
        return error instanceof RuntimeException
                && !(error instanceof UnresolvedAddressException)
                && !hasCause(error, IOException.class);
    }

    // JGit takes a connection that ends before the remote's first word for a repository that is not there. A server
    // that restarts, or has too many connections, does the same.
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

    // JGit's object checker says which rule an object breaks; a pack that was garbled on its way has no such type.
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

    /** Joins the messages of the error and its causes, each once, without secrets, the remote's name and a last dot. */
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
}

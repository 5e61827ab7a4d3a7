package dev.reconciler.git.remote;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.MemoryErrors;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.http.HttpRefusedException;
import dev.reconciler.git.remote.refusal.RefusalReason;
import dev.reconciler.git.remote.refusal.RefusalTable;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.ErrorType;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
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
 * the words, which {@link RefusalTable} knows. Whatever it does not know is taken for an outage, because the run then tries
 * again and gives up with the same words.
 */
final class RemoteErrors {
    /** JGit quotes the line with which a remote says which refs it has: here one whose id is of SHA-256. */
    private static final Pattern LONG_ID = Pattern.compile("advertisement.*\\b[0-9a-f]{64}\\b");

    /** The same line, with which git's servers say where the history of a shallow clone ends. */
    private static final Pattern SHALLOW = Pattern.compile("advertisement.*\\bshallow [0-9a-f]{40}\\b");

    /** MINA SSHD names its own class, the user and the address, and then what happened. */
    private static final Pattern CONNECTING =
            Pattern.compile("DefaultConnectFuture\\[\\S*@(?:[^/\\s]*/)?(\\S+)]: (?:Failed \\(\\w+\\) to execute: )?");

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
        Optional<HttpRefusedException> answer = streamCauses(error)
                .filter(HttpRefusedException.class::isInstance)
                .map(HttpRefusedException.class::cast)
                .findFirst();
        if (sorted.isEmpty() && answer.isPresent()) {
            return sortAnswer(answer.get());
        }
        if (sorted.isEmpty() && isDefect(error)) {
            throw (RuntimeException) error;
        }
        // A full or broken disk of this host is no error of the remote, though a transport reports it.
        return sorted.or(() -> DiskErrors.sortByActor(error)).orElseGet(() -> sortByWords(error, joinMessages(error)));
    }

    // The order matters. Types come before words; the rarer meaning of a text comes before the common one.
    private GitException sortByWords(Exception error, String words) {
        // The remote's name says nothing of what went wrong: a repository may be called "fsck".
        String said = words.replace(remote, "");
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
        // It does not send it, nor receives what builds on it.
        Optional<RefusedException> tooLarge = MemoryErrors.findTooLarge(error);
        if (tooLarge.isPresent()) {
            return tooLarge.get();
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
        if (SHALLOW.matcher(words).find()) {
            return newRefusal(
                    ErrorType.UNSUPPORTED, words, "it is a shallow clone; make it whole (git fetch --unshallow there)");
        }
        if (isHangUp(error)) {
            return new RemoteUnavailableException(remote + ": hung up without an answer");
        }
        Optional<RefusalReason> known = RefusalTable.find(said);
        if (known.isPresent()) {
            return RefusalTable.explain(known.get(), remote + ": " + words, error);
        }
        // The words alone would also match a pack that was garbled on its way, which the next attempt may get whole.
        if (isRefusedObject(error)) {
            return RefusalTable.explain(RefusalReason.DAMAGED_REMOTE, remote + ": " + words, error);
        }
        if (hasCause(error, UnresolvedAddressException.class) || hasCause(error, UnknownHostException.class)) {
            return new RemoteUnavailableException(remote
                    + ": the name of its host has no address here; correct `remote`, or this host's name service");
        }
        // The network (refused, reset, timed out), an overloaded server (429, 5xx), and what is unknown, such as words
        // of ssh without one of git's: the library says then that the repository is missing.
        return new RemoteUnavailableException(remote + ": " + words);
    }

    private RefusedException newRefusal(ErrorType type, String words, String todo) {
        return new RefusedException(type, remote + ": " + words + "; " + todo);
    }

    // A status that no later request changes; who must act is told by the words, and else by the status.
    private GitException sortAnswer(HttpRefusedException answer) {
        String words = scrubber.scrub(answer.words());
        if (answer.retryAfter().isPresent()) {
            Duration wait = answer.retryAfter().get();
            return new RemoteUnavailableException(
                    remote + ": " + words + "; it wants no request for " + wait.toSeconds() + " s (Retry-After)", wait);
        }
        Optional<RefusalReason> known = RefusalTable.findAnswer(words);
        if (known.isPresent()) {
            return RefusalTable.explain(known.get(), remote + ": " + words, answer);
        }
        return switch (answer.status()) {
            case 401, 403 -> RefusalTable.explain(RefusalReason.LOGIN_REFUSED, remote + ": " + words, answer);
            case 404, 410 -> RefusalTable.explain(RefusalReason.NOT_FOUND, remote + ": " + words, answer);
            case 413 -> RefusalTable.explain(RefusalReason.TOO_LARGE, remote + ": " + words, answer);
            default ->
                newRefusal(
                        answer.isPush() ? ErrorType.PUSH_REJECTED : ErrorType.ACCESS_DENIED,
                        words,
                        "the server would refuse the same request again; it, or a proxy before it, says why");
        };
    }

    // A RuntimeException without an IOException below it comes from no network and no remote, but for two: MINA SSHD's
    // UnresolvedAddressException means a host name without an address, and JGit's IllegalThreadStateException an SSH
    // connection that ended while it asked how the command there had ended.
    private static boolean isDefect(Exception error) {
        return error instanceof RuntimeException
                && !(error instanceof UnresolvedAddressException)
                && !(error instanceof IllegalThreadStateException)
                && !hasCause(error, IOException.class);
    }

    // JGit takes a connection that ends before the remote's first word for a repository that is not there. A server
    // that restarts, or has too many connections, does the same.
    private static boolean isHangUp(Throwable error) {
        return hasCause(error, NoRemoteRepositoryException.class) && hasCause(error, EOFException.class);
    }

    // The server's certificate. An alert is what the server says of ours, and RefusalTable knows those.
    private static boolean isCertificate(Throwable error) {
        return hasCause(error, CertificateException.class)
                || streamCauses(error)
                        .filter(SSLException.class::isInstance)
                        .map(cause -> String.valueOf(cause.getMessage()))
                        .filter(message -> !message.contains("fatal alert"))
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
        clean = CONNECTING.matcher(clean).replaceAll("no connection to $1: ");
        return clean.endsWith(".") ? clean.substring(0, clean.length() - 1) : clean;
    }
}

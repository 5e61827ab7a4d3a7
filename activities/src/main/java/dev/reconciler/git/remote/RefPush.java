package dev.reconciler.git.remote;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.refusal.RefusalReason;
import dev.reconciler.git.remote.refusal.RefusalTable;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.ErrorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

/**
 * One push of one ref over an open transport: never forced, from a commit that the remote is expected to hold.
 *
 * <p>Each push names the commit that it expects, as {@code git push --force-with-lease} does, although it does not
 * force. "Not forced" alone asks only whether the remote's commit is an ancestor of the new one. With
 *
 * <pre>
 *   A---B---C    B is the remote's commit that the run compared, C is to be pushed
 * </pre>
 *
 * a person may take B back meanwhile, by a forced push of A. C is a descendant of A too, so an unforced push would
 * bring B back, which the person just removed. With B as the expected commit the push changes nothing and answers
 * {@link PushResult#MOVED}, and the run looks at both sides again.
 *
 * <p>The expectation is checked twice. JGit compares it with the refs that the remote advertised on this connection; the
 * remote compares it again under its own lock on the ref, because the push sends it as the old value.
 */
final class RefPush {
    /**
     * Texts of a remote whose ref is not the expected commit any more: another push came first.
     *
     * <ul>
     *   <li>{@code non-fast-forward}: git's {@code builtin/receive-pack.c} with {@code receive.denyNonFastForwards}
     *   <li>{@code fetch first}, {@code stale info}: what git's own client calls the same; forges answer with them
     *   <li>{@code is at … but expected …}: git's {@code refs/files-backend.c}, {@code refs/packed-backend.c} and
     *       {@code refs/reftable-backend.c}, where the old value differs under the lock
     * </ul>
     */
    private static final List<String> RACES =
            List.of("non-fast-forward", "fetch first", "stale info", "but expected", "is at ");

    /**
     * The same, of the one line about the ref alone: what is printed beside it may have these words for anything.
     *
     * <ul>
     *   <li>{@code incorrect old value provided}, {@code reference does not exist}: git's {@code refs.c}, since receive-pack
     *       updates refs in batches
     *   <li>{@code invalid old id sent}, {@code no such ref}, {@code non-fast forward}: JGit's {@code ReceivePack}
     *   <li>{@code TF401028}: Azure DevOps
     * </ul>
     */
    private static final List<String> RACES_OF_THE_REF = List.of(
            "incorrect old value provided",
            "reference does not exist",
            "invalid old id sent",
            "no such ref",
            "non-fast forward",
            "tf401028");

    /** Git's word for a ref that was to be created; and, since it updates refs in batches, for one that is locked. */
    private static final String EXISTS = "reference already exists";

    /**
     * Texts of a remote that could not write the ref just now, and may be able to later.
     *
     * <ul>
     *   <li>{@code failed to update ref}: git's {@code builtin/receive-pack.c}; also older ones' {@code failed to lock}
     *   <li>{@code cannot lock ref}: git's {@code refs/files-backend.c}, where another process holds {@code <ref>.lock}
     *   <li>{@code unable to create}: git's {@code lockfile.c}
     *   <li>{@code no space left}: the operating system of the remote
     * </ul>
     */
    private static final List<String> PASSING = List.of(
            "failed to lock", "unable to create", "cannot lock ref", "failed to update ref", "no space left", EXISTS);

    /** JGit's words for an answer to a push that does not begin with {@code unpack ok}. */
    private static final String NOT_UNPACKED = "error occurred during unpacking on the remote end";

    /**
     * Texts of a remote that could not unpack what was sent, and may be able to later.
     *
     * <ul>
     *   <li>{@code early eof}, {@code eof before}, {@code inflate}, {@code bad pack}: git's {@code builtin/index-pack.c},
     *       {@code builtin/unpack-objects.c} and {@code builtin/receive-pack.c}, of a pack that was cut off or garbled on
     *       its way
     *   <li>{@code signal}: git's {@code run-command.c}, of a program that was ended
     *   <li>the others: the operating system of the remote
     * </ul>
     */
    private static final List<String> UNPACKED_LATER = List.of(
            "early eof",
            "eof before",
            "inflate",
            "bad pack",
            "pack is corrupted",
            "signal",
            "no space left",
            "quota exceeded",
            "input/output error",
            "too many open files",
            "cannot allocate memory",
            "out of memory",
            "resource temporarily unavailable");

    private final Transport transport;
    private final Repository local;
    private final String remote;
    private final SecretScrubber scrubber;

    /** @param remote the remote's name without secrets, for messages */
    RefPush(Transport transport, Repository local, String remote, SecretScrubber scrubber) {
        this.transport = transport;
        this.local = local;
        this.remote = remote;
        this.scrubber = scrubber;
    }

    /**
     * Pushes a commit to a ref.
     *
     * @param expected the commit that the ref holds on the remote; the zero id: the ref does not exist there
     * @param next the zero id: the ref is deleted there
     * @return DONE also where the remote holds {@code next} already, as after a push whose answer was lost
     * @throws RefusedException of type PushRejected if the remote does not take these commits
     * @throws RemoteUnavailableException if a later push may succeed
     * @throws IOException if the transport fails
     */
    PushResult run(String ref, ObjectId expected, ObjectId next) throws IOException {
        // A thin pack has deltas against objects that the remote has, and so is smaller.
        transport.setPushThin(true);
        // A bitmap that is broken would end the sending in its middle. The walk without one is short: what is new.
        transport.setPushUseBitmaps(false);
        List<String> options = readPushOptions();
        transport.setPushOptions(options.isEmpty() ? null : options);
        RemoteRefUpdate update = new RemoteRefUpdate(local, ref, next, ref, false, null, expected);
        String said = push(ref, update);
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> PushResult.DONE;
            // JGit saw it in the advertised refs, before it sent an object.
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED, NON_EXISTING -> PushResult.MOVED;
            // The remote saw it, and says why in words of its own.
            case REJECTED_OTHER_REASON -> sortRejection(ref, expected, String.valueOf(update.getMessage()), said);
            // The connection ended before the report: the remote may have taken the push.
            case REJECTED_NODELETE ->
                throw newRefusal(ref, "it takes no deletions", String.valueOf(update.getMessage()));
            case NOT_ATTEMPTED, AWAITING_REPORT ->
                throw new RemoteUnavailableException(remote + " did not say what became of " + ref);
        };
    }

    private String push(String ref, RemoteRefUpdate update) throws IOException {
        // The library throws without them where the remote can't unpack what was sent.
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            return transport
                    .push(NullProgressMonitor.INSTANCE, List.of(update), said)
                    .getMessages();
        } catch (TooLargePackException | TooLargeObjectInPackException tooLarge) {
            throw RefusalTable.explain(
                    RefusalReason.TOO_LARGE,
                    scrubber.scrub(remote + " rejected " + ref + " (" + tooLarge.getMessage() + ")"),
                    tooLarge);
        } catch (TransportException failed) {
            String words = said.toString(StandardCharsets.UTF_8);
            if (String.valueOf(failed.getMessage()).contains(NOT_UNPACKED)) {
                throw sortUnpackError(ref, String.valueOf(failed.getMessage()), words, failed);
            }
            // Git does not push either: what the options ask for would not be done.
            if (String.valueOf(failed.getMessage()).contains("ush options not supported")) {
                throw newRefusal(ref, "push.pushOption is set, and the remote takes no options", "");
            }
            throw failed;
        }
    }

    // The remote has all that was sent, and can't use it. Its disk may have room again later, and what was garbled on
    // its way is sent anew; anything else it would say again.
    private GitException sortUnpackError(String ref, String reason, String said, TransportException failed) {
        String words = scrubber.scrub(remote + " can't unpack what was sent for " + ref + " ("
                + reason.substring(reason.indexOf(NOT_UNPACKED)) + "); it said: " + joinLines(said));
        String lower = (reason + " " + said).toLowerCase(Locale.ROOT);
        Optional<RefusalReason> known = RefusalTable.findAnswer(reason + " " + said);
        if (known.isPresent() && known.get().type().equals(Optional.of(ErrorType.PUSH_REJECTED))) {
            return RefusalTable.explain(known.get(), words, failed);
        }
        if (said.isBlank() || UNPACKED_LATER.stream().anyMatch(lower::contains)) {
            return new RemoteUnavailableException(words, failed);
        }
        return new RefusedException(
                ErrorType.PUSH_REJECTED, words + "; mend what the remote names, here or there", failed);
    }

    // As git's push: an empty value takes back those before it. The library refuses where the remote takes none, as git
    // does.
    private List<String> readPushOptions() {
        List<String> options = Stream.of(local.getConfig().getStringList("push", null, "pushOption"))
                .map(option -> option == null ? "" : option)
                .toList();
        return options.subList(options.lastIndexOf("") + 1, options.size());
    }

    /**
     * Sorts a rejection by its words, as the protocol has nothing else.
     *
     * @param reason the remote's one line about this ref
     * @param said what the remote printed beside it, for example a hook's explanation
     */
    private PushResult sortRejection(String ref, ObjectId expected, String reason, String said) {
        String lower = (reason + " " + said).toLowerCase(Locale.ROOT);
        // This test comes first. A hook may print anything, also the words with which git tells of a race.
        if (reason.contains("hook declined") || isNameTaken(lower)) {
            throw newRefusal(ref, reason, said);
        }
        // A forge has reasons of its own. Beside a lost race it may print a warning of other things.
        String line = reason.toLowerCase(Locale.ROOT);
        boolean isLost = isRace(line, expected) || RACES_OF_THE_REF.stream().anyMatch(line::contains);
        if (!isLost && RefusalTable.findAnswer(reason + " " + said).isPresent()) {
            throw newRefusal(ref, reason, said);
        }
        if (isLost || isRace(lower, expected)) {
            return PushResult.MOVED;
        }
        // Git's builtin/receive-pack.c: what was sent is whole, so the remote lacks an object, or can't read one.
        if (lower.contains("missing necessary objects")) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    scrubber.scrub(remote + " can't use " + ref + " (" + reason + "); it said: " + joinLines(said)
                            + "; git fsck there lists what is damaged"));
        }
        if (PASSING.stream().anyMatch(lower::contains)) {
            throw new RemoteUnavailableException(scrubber.scrub(
                    remote + " could not take " + ref + ": " + reason + "; it said: " + joinLines(said)));
        }
        // Unknown words are an answer of the remote, not an outage: another attempt would get the same one.
        throw newRefusal(ref, reason, said);
    }

    // A branch `conflicts` and a branch `conflicts/x` can't both exist: git's refs.c says "exists; cannot create".
    private static boolean isNameTaken(String words) {
        return words.contains("cannot create") || words.contains("exists; cannot");
    }

    private static boolean isRace(String words, ObjectId expected) {
        return RACES.stream().anyMatch(words::contains)
                || (words.contains(EXISTS) && expected.equals(ObjectId.zeroId()));
    }

    private GitException newRefusal(String ref, String reason, String said) {
        String words = said.isBlank() ? "" : "; it said: " + joinLines(said);
        String whole = scrubber.scrub(remote + " rejected " + ref + " (" + reason + ")" + words);
        Optional<RefusalReason> known = RefusalTable.findAnswer(reason + " " + said);
        return known.isPresent()
                ? RefusalTable.explain(known.get(), whole, null)
                : new RefusedException(
                        ErrorType.PUSH_REJECTED, whole + "; change the commits, or what the remote allows");
    }

    private static String joinLines(String words) {
        return words.strip().replaceAll("\\s*\\n\\s*", " | ");
    }
}

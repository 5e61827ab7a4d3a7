package dev.reconciler.git.remote;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.transport.SecretScrubber;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

/** One push of one ref over an open transport: never forced, from a commit that the remote is expected to hold. */
final class RefPush {
    private static final List<String> RACES = List.of(
            "non-fast-forward", "fetch first", "stale info", "reference already exists", "but expected", "is at ");
    private static final List<String> PASSING =
            List.of("failed to lock", "unable to create", "cannot lock ref", "failed to update ref", "no space left");

    private final Transport transport;
    private final Repository local;
    private final String remote;
    private final SecretScrubber scrubber;

    RefPush(Transport transport, Repository local, String remote, SecretScrubber scrubber) {
        this.transport = transport;
        this.local = local;
        this.remote = remote;
        this.scrubber = scrubber;
    }

    PushResult run(String ref, ObjectId expected, ObjectId next) throws IOException {
        transport.setPushThin(true);
        RemoteRefUpdate update = new RemoteRefUpdate(local, ref, next, ref, false, null, expected);
        String said =
                transport.push(NullProgressMonitor.INSTANCE, List.of(update)).getMessages();
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> PushResult.DONE;
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED, NON_EXISTING -> PushResult.MOVED;
            case REJECTED_OTHER_REASON -> sortRejection(ref, String.valueOf(update.getMessage()), said);
            case REJECTED_NODELETE, NOT_ATTEMPTED, AWAITING_REPORT ->
                throw new RemoteUnavailableException(remote + " did not say what became of " + ref);
        };
    }

    private PushResult sortRejection(String ref, String reason, String said) {
        String lower = (reason + " " + said).toLowerCase(Locale.ROOT);
        // A hook may say anything, also what git says of a race.
        if (reason.contains("hook declined") || isNameTaken(lower)) {
            throw newRefusal(ref, reason, said);
        }
        if (RACES.stream().anyMatch(lower::contains)) {
            return PushResult.MOVED;
        }
        if (PASSING.stream().anyMatch(lower::contains)) {
            throw new RemoteUnavailableException(scrubber.scrub(
                    remote + " could not take " + ref + ": " + reason + "; it said: " + joinLines(said)));
        }
        throw newRefusal(ref, reason, said);
    }

    // A branch `conflicts` and one `conflicts/…` can't both exist.
    private static boolean isNameTaken(String words) {
        return words.contains("cannot create") || words.contains("exists; cannot");
    }

    private RefusedException newRefusal(String ref, String reason, String said) {
        String words = said.isBlank() ? "" : "; it said: " + joinLines(said);
        return new RefusedException(
                ErrorType.PUSH_REJECTED,
                scrubber.scrub(remote + " rejected " + ref + " (" + reason + ")" + words
                        + "; change the commits, or what the remote allows"));
    }

    private static String joinLines(String words) {
        return words.strip().replaceAll("\\s*\\n\\s*", " | ");
    }
}

package dev.reconciler.git.signing;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The refusal to leave commits unsigned that should be signed.
 *
 * @param repository the repository's path, for the message
 * @param demand which setting wants the signature
 * @param others which other keys a person may name, and where
 */
record UnsignedReplay(String repository, String demand, String others) {
    /** Where git's settings want a signature. */
    static UnsignedReplay ofGit(String repository) {
        return new UnsignedReplay(
                repository,
                "commit.gpgSign of git's settings",
                "name another by git's user.signingKey (without it, the committer of `identity` says which), give the"
                        + " repository a `signing` key");
    }

    /** Where the configuration wants one, and git's settings don't count. */
    static UnsignedReplay ofConfiguration(String repository) {
        return new UnsignedReplay(repository, "`signing` of the configuration", "name another there");
    }

    private static final int LINES = 3;

    /**
     * Says that a signature can't be made, why, and what to do.
     *
     * @param how by which program and key
     * @param complaint what the program said; its status lines are left out
     */
    RefusedException explain(String how, String complaint) {
        String words = complaint
                .lines()
                .filter(line -> !line.startsWith("[GNUPG:]") && !line.isBlank())
                .limit(LINES)
                .map(String::strip)
                .collect(Collectors.joining("; "));
        return refuse(how + (words.isEmpty() ? "" : ": " + words), null);
    }

    /** As {@link #explain}, for an error inside this process. */
    RefusedException refuse(String why, @Nullable Throwable cause) {
        String message = repository + ": replayed commits would be signed (" + demand
                + "), and no signature can be made "
                + why + "; make the key usable by the user that runs this program without a question, " + others
                + ", or take the setting back";
        return cause == null
                ? new RefusedException(ErrorType.UNSUPPORTED, message)
                : new RefusedException(ErrorType.UNSUPPORTED, message, cause);
    }
}

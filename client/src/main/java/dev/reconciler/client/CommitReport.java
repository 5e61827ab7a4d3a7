package dev.reconciler.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a commit of the application is.
 *
 * @param repository the id of the repository
 * @param commit the commit that was asked for
 * @param state {@code pushed}, {@code unpushed}, {@code escaped} or {@code kept}
 * @param remoteCommit its name on the remote: itself, or the twin that it was replayed as; null where it is not there
 * @param branch the branch of the remote that it escaped to, or the ref that keeps it
 * @param since when it was first seen in this state
 */
public record CommitReport(
        String repository,
        String commit,
        String state,
        @Nullable String remoteCommit,
        @Nullable String branch,
        Instant since) {
    /** Whether the remote's branch holds it: only then may a user be told that it is saved there. */
    public boolean isPushed() {
        return state.equals("pushed");
    }
}

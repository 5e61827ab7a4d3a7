package dev.reconciler.worker.board;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.conflict.ConflictCase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conflict that waits for a person.
 *
 * @param branch where the remote holds the commits that conflict, such as {@code conflicts/2026-11-27T08-00-00Z}
 * @param localCommit the last of those commits; null where it is not known
 * @param remoteCommit what the remote's branch was when they were put there; null where it is not known
 */
public record OpenConflict(
        RepositoryId repository,
        String branch,
        @Nullable CommitId localCommit,
        @Nullable CommitId remoteCommit,
        Instant since) {
    /** A conflict as the remote was found to have it. */
    static OpenConflict of(ConflictCase found) {
        return new OpenConflict(
                found.repository(), found.branch().value(), found.localCommit(), found.remoteCommit(), found.since());
    }

    /** A conflict as the run says that escaped it. */
    static OpenConflict of(PassedRun escape) {
        ReconcileResult result = escape.result();
        return new OpenConflict(
                result.repository(),
                String.valueOf(result.conflictBranch()),
                result.oldCommit(),
                result.remoteCommit(),
                escape.endedAt());
    }

    /** The last part of the name of its branch. */
    public String name() {
        return branch.substring(branch.indexOf('/') + 1);
    }
}

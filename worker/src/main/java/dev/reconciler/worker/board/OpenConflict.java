package dev.reconciler.worker.board;

import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.conflict.ConflictCase;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conflict that waits for a person.
 *
 * @param branch where the remote holds the commits that conflict, such as {@code conflicts/2026-11-27T08-00-00Z}
 * @param localCommit the last of those commits; null where it is not known
 * @param remoteCommit what the remote's branch was when they were put there; null where it is not known
 * @param told what people were told of it
 * @param isOurs whether it is surely of this repository, so that something can be done about it here
 */
public record OpenConflict(
        RepositoryId repository,
        String branch,
        @Nullable CommitId localCommit,
        @Nullable CommitId remoteCommit,
        Instant since,
        ToldCase told,
        boolean isOurs) {
    /** A conflict as the remote was found to have it. */
    static OpenConflict of(ConflictCase found, ToldCase told) {
        return new OpenConflict(
                found.repository(),
                found.branch().value(),
                found.localCommit(),
                found.remoteCommit(),
                found.since(),
                told,
                !found.actions().isEmpty());
    }

    /** A conflict as the run says that escaped it. */
    static OpenConflict of(PassedRun escape, Function<String, ToldCase> told) {
        ReconcileResult result = escape.result();
        String branch = String.valueOf(result.conflictBranch());
        return new OpenConflict(
                result.repository(),
                branch,
                result.oldCommit(),
                result.remoteCommit(),
                escape.endedAt(),
                told.apply(nameOf(result.repository(), branch)),
                true);
    }

    private static String nameOf(RepositoryId repository, String branch) {
        return repository + "/" + branch.substring(branch.indexOf('/') + 1);
    }

    /** The last part of the name of its branch. */
    public String name() {
        return branch.substring(branch.indexOf('/') + 1);
    }

    /** {@code <repository>/<UTC>}, by which commands name it. */
    public String conflict() {
        return nameOf(repository, branch);
    }
}

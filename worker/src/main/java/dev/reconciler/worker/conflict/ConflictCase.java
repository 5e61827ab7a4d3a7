package dev.reconciler.worker.conflict;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.git.conflict.FoundConflict;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ConflictName;
import dev.reconciler.model.RepositoryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open conflict. The names of the components are JSON names.
 *
 * @param conflict {@code <repository>/<UTC>}
 * @param branch the conflict branch on the remote
 * @param localCommit what it holds
 * @param remoteCommit the commit of the remote's own branch
 * @param files the paths in conflict, a thousand at most
 * @param filesTotal how many there are
 * @param since since when the branch is there
 * @param openedAt when people were first told of it; null before
 * @param remindedAt when they were last told again; null before
 * @param escalatedAt when they were told with more weight; null before
 * @param actions what a person may have done about it; none where it may be another repository's
 */
@JsonPropertyOrder({
    "conflict",
    "repository",
    "branch",
    "localCommit",
    "remoteCommit",
    "files",
    "filesTotal",
    "since",
    "openedAt",
    "remindedAt",
    "escalatedAt",
    "actions"
})
public record ConflictCase(
        String conflict,
        RepositoryId repository,
        BranchName branch,
        CommitId localCommit,
        CommitId remoteCommit,
        List<String> files,
        int filesTotal,
        @JsonSerialize(using = ToStringSerializer.class) Instant since,

        @JsonSerialize(using = ToStringSerializer.class) @Nullable
        Instant openedAt,

        @JsonSerialize(using = ToStringSerializer.class) @Nullable
        Instant remindedAt,

        @JsonSerialize(using = ToStringSerializer.class) @Nullable
        Instant escalatedAt,

        List<ConflictAction> actions) {
    private static final int MOST_FILES = 1_000;

    public ConflictCase {
        files = List.copyOf(files);
        actions = List.copyOf(actions);
    }

    /** @param isOurs whether it is surely of this repository */
    static ConflictCase of(RepositoryId repository, FoundConflict found, boolean isOurs, ToldCase told) {
        PreservedConflict preserved = found.conflict();
        return new ConflictCase(
                nameOf(repository, preserved.branch()),
                repository,
                preserved.branch(),
                preserved.commit(),
                found.remote(),
                limitFiles(found.files()),
                found.files().size(),
                found.since(),
                told.openedAt(),
                told.remindedAt(),
                told.escalatedAt(),
                isOurs ? List.of(ConflictAction.values()) : List.of());
    }

    /** The first thousand of the paths. */
    public static List<String> limitFiles(List<String> files) {
        return files.subList(0, Math.min(MOST_FILES, files.size()));
    }

    private static String nameOf(RepositoryId repository, BranchName branch) {
        return repository + "/" + ConflictName.below(branch);
    }

    /** Why nothing can be done about it here; empty where something can. */
    public Optional<String> explainNoAction() {
        return actions.isEmpty()
                ? Optional.of(
                        conflict + " may be of more than one repository, of this host or of others, by the commit on"
                                + " which it began: nothing is done about it here; merge or delete " + branch
                                + " with git")
                : Optional.empty();
    }

    /** The branch and what was seen there: whoever decides, decides about that. */
    public PreservedConflict preserved() {
        return new PreservedConflict(branch, localCommit);
    }
}

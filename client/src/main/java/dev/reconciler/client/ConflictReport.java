package dev.reconciler.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open conflict: commits that were put on a branch of the remote of their own, and wait for a person.
 *
 * @param conflict its name, {@code REPOSITORY/UTC}
 * @param repository the id of the repository
 * @param branch the conflict branch on the remote
 * @param localCommit what that branch holds
 * @param remoteCommit the commit of the remote's own branch
 * @param files the paths in conflict, a thousand at most
 * @param filesTotal how many there are
 * @param since since when the branch is there
 * @param openedAt when people were first told of it; null before
 * @param remindedAt when they were last told again; null before
 * @param escalatedAt when they were told with more weight; null before
 * @param actions the {@linkplain ConflictChoice#word() words} of what may be done about it; none where it may be
 *     another repository's
 */
public record ConflictReport(
        String conflict,
        String repository,
        String branch,
        String localCommit,
        String remoteCommit,
        List<String> files,
        int filesTotal,
        Instant since,
        @Nullable Instant openedAt,
        @Nullable Instant remindedAt,
        @Nullable Instant escalatedAt,
        List<String> actions) {
    /** Copies the lists, so that a report never changes. */
    public ConflictReport {
        files = List.copyOf(files);
        actions = List.copyOf(actions);
    }
}

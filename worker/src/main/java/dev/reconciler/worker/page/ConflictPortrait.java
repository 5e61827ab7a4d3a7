package dev.reconciler.worker.page;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.OpenConflict;
import dev.reconciler.worker.board.PassedRun;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The view of a conflict that waits for a person.
 *
 * @param branch where the remote holds the commits that conflict
 * @param target the branch that they belong on
 * @param told what the run says that put them there
 * @param local the last of those commits, short; empty where it is not known
 * @param remote what the remote's branch was then, short; empty where it is not known
 * @param story a picture of both sides; null where there is no clone to be read
 */
public record ConflictPortrait(
        String repository,
        String branch,
        String target,
        String remoteName,
        Moment since,
        String told,
        String local,
        String remote,
        @Nullable DivergenceStory story) {

    /** Finds the conflict of that name; empty where none is open. */
    static Optional<ConflictPortrait> find(BoardEntry entry, String name, RepositorySettings settings, Instant now) {
        return entry.conflicts().stream()
                .filter(conflict -> conflict.name().equals(name))
                .findFirst()
                .map(conflict -> paint(entry, conflict, settings, now));
    }

    private static ConflictPortrait paint(
            BoardEntry entry, OpenConflict conflict, RepositorySettings settings, Instant now) {
        return new ConflictPortrait(
                entry.repository().id().value(),
                conflict.branch(),
                entry.repository().branch().value(),
                entry.repository().remoteName(),
                Moment.of(conflict.since(), now),
                entry.lastRuns().stream()
                        .map(PassedRun::result)
                        .filter(result -> Objects.equals(result.conflictBranch(), conflict.branch()))
                        .map(PlainWords::describeRun)
                        .findFirst()
                        .orElse(""),
                conflict.localCommit() == null ? "" : conflict.localCommit().abbreviated(),
                conflict.remoteCommit() == null ? "" : conflict.remoteCommit().abbreviated(),
                DivergenceStory.of(entry, settings, now).orElse(null));
    }
}

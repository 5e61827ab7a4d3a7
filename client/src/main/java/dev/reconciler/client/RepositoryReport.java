package dev.reconciler.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a repository is.
 *
 * @param repository its id
 * @param state {@code settled}, {@code running}, {@code retrying}, {@code escaped}, {@code failed} or {@code unknown}
 * @param local the commit of the local branch; null where there is no clone
 * @param remote the commit that the remote was last seen to hold
 * @param ahead how many commits the remote lacks
 * @param behind how many commits of the remote are missing here
 * @param unpushedSince since when a commit waits that the remote has not
 * @param conflicts the open conflicts, each {@code REPOSITORY/UTC}
 * @param last what the last run came to; null where there was none
 * @param warnings what a person should mend
 */
public record RepositoryReport(
        String repository,
        String state,
        @Nullable String local,
        @Nullable String remote,
        @Nullable Integer ahead,
        @Nullable Integer behind,
        @Nullable Instant unpushedSince,
        List<String> conflicts,
        @Nullable RunReport last,
        List<String> warnings) {
    /** Copies the lists, so that a report never changes. */
    public RepositoryReport {
        conflicts = List.copyOf(conflicts);
        warnings = List.copyOf(warnings);
    }
}

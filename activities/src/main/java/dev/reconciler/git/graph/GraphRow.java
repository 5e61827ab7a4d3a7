package dev.reconciler.git.graph;

import dev.reconciler.model.CommitId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A commit of a {@link CommitGraph}, or a line of commits that stands for all of them.
 *
 * @param commit the commit; of a line, its newest one
 * @param parents those of its parents that the graph has
 * @param hasMore whether it has parents that the graph has not
 * @param tips the indices of the tips that reach it
 * @param count how many commits the row stands for
 * @param subject the first line of its message, as others wrote it
 * @param author the name of its author, as others wrote it
 * @param authoredAt null where the commit does not say it
 * @param twin the commit that it was replayed as; null where there is none
 */
public record GraphRow(
        CommitId commit,
        List<CommitId> parents,
        boolean hasMore,
        Set<Integer> tips,
        int count,
        String subject,
        String author,
        @Nullable Instant authoredAt,
        @Nullable CommitId twin) {
    public GraphRow {
        parents = List.copyOf(parents);
        tips = Set.copyOf(tips);
    }
}

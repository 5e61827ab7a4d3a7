package dev.reconciler.git.history;

import dev.reconciler.git.history.CommitParentCache.CachedCommit;
import dev.reconciler.git.history.CommitParentCache.ReachableCommits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * How the histories of the local and the remote branch differ: which commits only one side has, and since when.
 *
 * <p>Each side is walked down to the root. A walk that stops by commit date, as the usual ones do, takes shared
 * ancestors for own commits where the clock of a committer was wrong.
 *
 * <p>An example: the remote held A, B and C when both sides last agreed, and B and C were taken back since.
 *
 * <pre>
 * A---B---C---L     local: L is a new commit         own      L     neither the remote nor the shared history has it
 *  \                                                 dropped  B, C  the shared history has them, the remote no longer
 *   R               remote                           upstream R     local does not have it
 * </pre>
 *
 * @param own commits of local that the remote does not have, and that both sides were never seen to hold
 * @param dropped commits of local that both sides were once seen to hold, and that the remote no longer has
 * @param upstream commits of the remote that local does not have
 * @param mergeBase a best common ancestor; null where there is none
 */
public record HistoryComparison(
        Set<ObjectId> own,
        Set<ObjectId> dropped,
        Set<ObjectId> upstream,
        @Nullable ObjectId mergeBase) {

    /** The number of commits that local has and the remote has not. */
    public int ahead() {
        return own.size() + dropped.size();
    }

    /** The number of commits that the remote has and local has not. */
    public int behind() {
        return upstream.size();
    }

    /**
     * Compares two commits.
     *
     * @param shared the tips of what both sides were seen to hold before
     * @throws MissingObjectException if the repository lacks one of the commits
     */
    public static HistoryComparison between(
            Repository git, ObjectId local, ObjectId remote, Collection<ObjectId> shared) throws IOException {
        try (CommitParentCache.HistoryReader reader = CommitParentCache.openReader(git)) {
            ReachableCommits inRemote = reader.collectReachable(List.of(reader.readCommit(remote)));
            ReachableCommits inLocal = reader.collectReachable(List.of(reader.readCommit(local)));
            ReachableCommits inShared = reader.collectReachable(readAll(reader, shared));
            return new HistoryComparison(
                    selectIds(inLocal, commit -> !inRemote.has(commit) && !inShared.has(commit)),
                    selectIds(inLocal, commit -> !inRemote.has(commit) && inShared.has(commit)),
                    selectIds(inRemote, commit -> !inLocal.has(commit)),
                    reader.findMergeBase(inLocal, inRemote)
                            .map(CachedCommit::copy)
                            .orElse(null));
        }
    }

    private static Set<ObjectId> selectIds(ReachableCommits commits, Predicate<CachedCommit> belongs) {
        return commits.commits().stream()
                .filter(belongs)
                .map(CachedCommit::copy)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<CachedCommit> readAll(CommitParentCache.HistoryReader reader, Collection<ObjectId> ids)
            throws IOException {
        List<CachedCommit> commits = new ArrayList<>();
        for (ObjectId id : ids) {
            commits.add(reader.readCommit(id));
        }
        return commits;
    }
}

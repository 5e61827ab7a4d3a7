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
 * Which commits are whose.
 *
 * <p>Both sides are painted completely: a walk that stops by commit date lists shared ancestors as own where clocks were
 * wrong.
 *
 * @param own commits of local that neither the remote has nor both sides were ever seen to hold
 * @param dropped commits of local that both sides were once seen to hold and that the remote no longer has
 * @param upstream commits of the remote that local has not
 * @param mergeBase a best common ancestor; null where there is none
 */
public record HistoryComparison(
        Set<ObjectId> own,
        Set<ObjectId> dropped,
        Set<ObjectId> upstream,
        @Nullable ObjectId mergeBase) {

    /** The commits that local has and the remote has not. */
    public int ahead() {
        return own.size() + dropped.size();
    }

    /** The commits that the remote has and local has not. */
    public int behind() {
        return upstream.size();
    }

    /**
     * Compares two commits.
     *
     * @param seen what the remote was seen to hold before; a commit that is no longer there counts for nothing
     */
    public static HistoryComparison between(Repository git, ObjectId local, ObjectId remote, Collection<ObjectId> seen)
            throws IOException {
        try (CommitParentCache.HistoryReader graph = CommitParentCache.openReader(git)) {
            ReachableCommits inRemote = graph.collectReachable(List.of(graph.readCommit(remote)));
            ReachableCommits inLocal = graph.collectReachable(List.of(graph.readCommit(local)));
            ReachableCommits inSeen = graph.collectReachable(readPresent(graph, seen));
            return new HistoryComparison(
                    selectIds(inLocal, commit -> !inRemote.has(commit) && !inSeen.has(commit)),
                    selectIds(inLocal, commit -> !inRemote.has(commit) && inSeen.has(commit)),
                    selectIds(inRemote, commit -> !inLocal.has(commit)),
                    graph.findMergeBase(inLocal, inRemote)
                            .map(CachedCommit::copy)
                            .orElse(null));
        }
    }

    private static Set<ObjectId> selectIds(ReachableCommits commits, Predicate<CachedCommit> which) {
        return commits.commits().stream()
                .filter(which)
                .map(CachedCommit::copy)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<CachedCommit> readPresent(CommitParentCache.HistoryReader graph, Collection<ObjectId> ids)
            throws IOException {
        List<CachedCommit> there = new ArrayList<>();
        for (ObjectId id : ids) {
            try {
                there.add(graph.readCommit(id));
            } catch (MissingObjectException pruned) {
                // Pruned by the application: what it vouched for is not known any more.
            }
        }
        return there;
    }
}

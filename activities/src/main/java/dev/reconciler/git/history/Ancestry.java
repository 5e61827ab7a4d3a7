package dev.reconciler.git.history;

import dev.reconciler.git.history.CommitParentCache.ReachableCommits;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** Which commits can be reached from a commit by way of parents. Every commit can be reached from itself. */
public final class Ancestry {
    private Ancestry() {}

    /**
     * Whether {@code ancestor} is {@code descendant} or can be reached from it.
     *
     * <p>The whole history is walked, so the answer is right whatever dates the commits have.
     *
     * @throws MissingObjectException if the repository lacks {@code descendant}; one that lacks {@code ancestor} only
     *     answers false
     */
    public static boolean contains(Repository git, ObjectId descendant, ObjectId ancestor) throws IOException {
        try (CommitParentCache.HistoryReader reader = CommitParentCache.openReader(git)) {
            ReachableCommits reached = reader.collectReachable(List.of(reader.readCommit(descendant)));
            return reader.findCached(ancestor).filter(reached::has).isPresent();
        }
    }

    /**
     * Whether {@code ancestor} is {@code descendant} or can be reached from it, found by a walk in the order of commit
     * dates.
     *
     * <p>This is faster than {@link #contains}, since the walk may end before the root. It answers false in doubt: where
     * the repository lacks one of the two commits, and perhaps where the clocks of committers were wrong.
     */
    public static boolean isAncestorByDate(Repository git, ObjectId ancestor, ObjectId descendant) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(descendant));
        } catch (MissingObjectException pruned) {
            return false;
        }
    }

    /**
     * Finds the first of some tips from which one of the commits can be reached. All of them together cost one walk of
     * the history at most; tips that the repository lacks are passed over, and of the commits it need not have any.
     */
    public static Optional<FoundCommit> findFirst(Repository git, List<ObjectId> tips, Set<ObjectId> commits)
            throws IOException {
        try (CommitParentCache.HistoryReader reader = CommitParentCache.openReader(git)) {
            return reader.findFirst(tips, commits);
        }
    }

    /**
     * A commit that was looked for.
     *
     * @param tip the index of the first tip that reaches it
     */
    public record FoundCommit(int tip, ObjectId commit) {}

    /**
     * The number of commits that can be reached from {@code tip}, {@code tip} among them.
     *
     * @throws MissingObjectException if the repository lacks {@code tip}
     */
    public static int countReachable(Repository git, ObjectId tip) throws IOException {
        try (CommitParentCache.HistoryReader reader = CommitParentCache.openReader(git)) {
            return reader.collectReachable(List.of(reader.readCommit(tip)))
                    .commits()
                    .size();
        }
    }
}

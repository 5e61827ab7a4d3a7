package dev.reconciler.git.replay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Puts commits in the order in which {@code git rebase} picks them: every parent before its children, and one line of
 * history after the other.
 *
 * <p>Git asks for {@code --topo-order --reverse} in {@code sequencer_make_script} of {@code sequencer.c}, and
 * {@code sort_in_topological_order} of {@code commit.c} does it. JGit's {@link org.eclipse.jgit.revwalk.RevSort#TOPO}
 * may mix the lines, and then the picks would come in another order.
 */
final class ReplayOrder {
    private final Map<ObjectId, RevCommit> commits = new HashMap<>();
    private final Map<ObjectId, Integer> children = new HashMap<>();

    private ReplayOrder(RevWalk walk, Collection<ObjectId> ids) throws IOException {
        for (ObjectId id : ids) {
            RevCommit commit = walk.parseCommit(id);
            // CommitWriter reads the raw bytes of each.
            walk.parseBody(commit);
            commits.put(commit, commit);
        }
        for (RevCommit commit : commits.values()) {
            for (RevCommit parent : commit.getParents()) {
                children.merge(parent, 1, Integer::sum);
            }
        }
    }

    /**
     * Sorts the commits, oldest first, merges among them.
     *
     * @throws IOException if a commit is missing or can't be read
     */
    static List<RevCommit> sortOldestFirst(RevWalk walk, Collection<ObjectId> ids) throws IOException {
        return new ReplayOrder(walk, ids).sortTopologically();
    }

    // Newest first, and then turned round. An example: M merges C (second parent) into B, and both stand on A.
    //
    //   A--B--M      ready: M | B C | B | A      order: M C B A, turned round: A B C M
    //    \   /
    //     -C-
    //
    // The last parent's line comes first, for it is on top of the stack.
    private List<RevCommit> sortTopologically() {
        Deque<RevCommit> ready = new ArrayDeque<>();
        // A commit without a child among these is a tip. The newest tip is on top of the stack; ids decide between
        // tips of the same second, so that the same commits always come in the same order.
        commits.values().stream()
                .filter(commit -> !children.containsKey(commit))
                .sorted(Comparator.comparingInt(RevCommit::getCommitTime).thenComparing(RevCommit::name))
                .forEach(ready::push);
        List<RevCommit> order = new ArrayList<>(commits.size());
        while (!ready.isEmpty()) {
            RevCommit commit = ready.pop();
            order.add(commit);
            for (RevCommit parent : commit.getParents()) {
                RevCommit own = commits.get(parent);
                // A parent is ready when its last child is in order: A waits for both B and C.
                if (own != null && children.merge(parent, -1, Integer::sum) == 0) {
                    ready.push(own);
                }
            }
        }
        Collections.reverse(order);
        return order;
    }
}

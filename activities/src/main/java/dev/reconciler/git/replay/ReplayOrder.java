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

/** The order in which commits are replayed: every parent before its children, one line of history after the other. */
final class ReplayOrder {
    private final Map<ObjectId, RevCommit> commits = new HashMap<>();
    private final Map<ObjectId, Integer> children = new HashMap<>();

    private ReplayOrder(RevWalk walk, Collection<ObjectId> ids) throws IOException {
        for (ObjectId id : ids) {
            RevCommit commit = walk.parseCommit(id);
            walk.parseBody(commit);
            commits.put(commit, commit);
        }
        for (RevCommit commit : commits.values()) {
            for (RevCommit parent : commit.getParents()) {
                children.merge(parent, 1, Integer::sum);
            }
        }
    }

    /** The commits, oldest first, merges among them. */
    static List<RevCommit> sortOldestFirst(RevWalk walk, Collection<ObjectId> ids) throws IOException {
        return new ReplayOrder(walk, ids).sortTopologically();
    }

    // Newest first as git rev-list --topo-order goes, the last parent's line first, and then turned round.
    private List<RevCommit> sortTopologically() {
        Deque<RevCommit> ready = new ArrayDeque<>();
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
                if (own != null && children.merge(parent, -1, Integer::sum) == 0) {
                    ready.push(own);
                }
            }
        }
        Collections.reverse(order);
        return order;
    }
}

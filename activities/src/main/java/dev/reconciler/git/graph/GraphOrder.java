package dev.reconciler.git.graph;

import dev.reconciler.git.graph.GraphWalk.WalkedCommit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** Puts commits into an order in which each comes before its parents. */
final class GraphOrder {
    private GraphOrder() {}

    /**
     * Sorts commits, the newest first where they may be in either order; and notes of each which of its parents and
     * children are among them.
     */
    static List<WalkedCommit> sortChildrenFirst(List<WalkedCommit> commits) {
        Map<ObjectId, WalkedCommit> byId = new HashMap<>();
        commits.forEach(each -> byId.put(each.commit, each));
        for (WalkedCommit each : commits) {
            for (RevCommit parent : each.commit.getParents()) {
                WalkedCommit shown = byId.get(parent);
                if (shown != null) {
                    each.shownParents.add(shown);
                    shown.shownChildren.add(each);
                }
            }
        }
        Map<WalkedCommit, Integer> waitsFor = new HashMap<>();
        PriorityQueue<WalkedCommit> free =
                new PriorityQueue<>(Comparator.comparingInt((WalkedCommit each) -> each.commit.getCommitTime())
                        .reversed()
                        .thenComparing(each -> each.commit));
        for (WalkedCommit each : commits) {
            waitsFor.put(each, each.shownChildren.size());
            if (each.shownChildren.isEmpty()) {
                free.add(each);
            }
        }
        List<WalkedCommit> ordered = new ArrayList<>();
        while (!free.isEmpty()) {
            WalkedCommit first = free.poll();
            ordered.add(first);
            for (WalkedCommit parent : first.shownParents) {
                if (waitsFor.merge(parent, -1, Integer::sum) == 0) {
                    free.add(parent);
                }
            }
        }
        return ordered;
    }
}

package dev.reconciler.git.graph;

import dev.reconciler.git.graph.GraphWalk.WalkedCommit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes one row of the middle of a long line of commits: its beginning and its end say what it is. */
final class GraphLines {
    private static final int FIRST = 4;
    private static final int LAST = 2;

    private GraphLines() {}

    /** The rows of a graph, each of one commit, or of the middle of a line. */
    static List<List<WalkedCommit>> foldLines(List<WalkedCommit> ordered) {
        Map<WalkedCommit, List<WalkedCommit>> lineOf = new HashMap<>();
        for (WalkedCommit each : ordered) {
            List<WalkedCommit> line = continuesLine(each) ? lineOf.get(each.shownChildren.get(0)) : null;
            if (line == null) {
                line = new ArrayList<>();
            }
            line.add(each);
            lineOf.put(each, line);
        }
        List<List<WalkedCommit>> rows = new ArrayList<>();
        for (WalkedCommit each : ordered) {
            List<WalkedCommit> line = lineOf.getOrDefault(each, List.of());
            int at = line.indexOf(each);
            int end = line.size() - LAST;
            // One commit alone takes no more room than the row that would stand for it.
            boolean isFolded = at >= FIRST && at < end && end - FIRST > 1;
            if (!isFolded) {
                rows.add(List.of(each));
            } else if (at == FIRST) {
                rows.add(List.copyOf(line.subList(FIRST, end)));
            }
        }
        return rows;
    }

    /** Whether it only goes on where its only child came from, seen by the same tips. */
    private static boolean continuesLine(WalkedCommit each) {
        return each.shownChildren.size() == 1
                && each.shownChildren.get(0).shownParents.size() == 1
                && each.shownChildren.get(0).commit.getParentCount() == 1
                && each.shownChildren.get(0).tips.equals(each.tips);
    }
}

package dev.reconciler.worker.demo;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.ReconcileResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened, in columns of fixed width; at most 100 characters a line. */
final class OutcomeTable {
    private static final int[] WIDTHS = {16, 15, 15, 19, 18, 7};
    private static final String GAP = "  ";
    private static final int SHORT = 7;

    private final List<String> lines = new ArrayList<>();

    OutcomeTable() {
        add("outcome", "application had", "remote had", "what was done", "branch", "remote");
        add("", "", "", "", "before -> after", "after");
        lines.add("-".repeat(100));
    }

    void add(DemoScene scene, ReconcileResult result) {
        boolean asAnnounced = result.outcome() == scene.expected();
        add(
                result.outcome().wire(),
                scene.application(),
                scene.remote(),
                asAnnounced ? scene.done() : "not as announced: " + scene.expected(),
                commit(result.oldCommit()) + " -> " + commit(result.newCommit()),
                commit(result.remoteCommit()));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    private static String commit(@Nullable CommitId commit) {
        return commit == null ? "unknown" : commit.hex().substring(0, SHORT);
    }

    private void add(String... cells) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            wrapped.add(wrap(cells[i], WIDTHS[i]));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        for (int row = 0; row < height; row++) {
            lines.add(line(wrapped, row));
        }
    }

    private static String line(List<List<String>> cells, int row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            List<String> cell = cells.get(i);
            String text = row < cell.size() ? cell.get(row) : "";
            line.append(i == 0 ? "" : GAP).append(text).append(" ".repeat(Math.max(0, WIDTHS[i] - text.length())));
        }
        return line.toString().stripTrailing();
    }

    private static List<String> wrap(String text, int width) {
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!row.isEmpty() && row.length() + 1 + word.length() > width) {
                rows.add(row.toString());
                row.setLength(0);
            }
            row.append(row.isEmpty() ? "" : " ").append(word);
        }
        rows.add(row.toString());
        return rows;
    }
}

package dev.reconciler.worker.demo;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.ReconcileResult;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** The results of every {@link DemoScene} as a table: columns of fixed width, at most 100 characters a line. */
final class OutcomeTable {
    private static final int[] WIDTHS = {16, 15, 15, 19, 18, 7};
    private static final int SHORT = 7;

    private final TextTable head = emptyTable();
    private final TextTable rows = emptyTable();

    OutcomeTable() {
        addRow(head, "outcome", "application had", "remote had", "what was done", "branch", "remote");
        addRow(head, "", "", "", "", "before -> after", "after");
    }

    void add(DemoScene scene, ReconcileResult result) {
        boolean asAnnounced = result.outcome() == scene.expected();
        addRow(
                rows,
                result.outcome().wire(),
                scene.application(),
                scene.remote(),
                asAnnounced ? scene.done() : "not as announced: " + scene.expected(),
                abbreviateCommit(result.oldCommit()) + " -> " + abbreviateCommit(result.newCommit()),
                abbreviateCommit(result.remoteCommit()));
    }

    List<String> lines() {
        return Stream.of(linesOf(head), Stream.of("-".repeat(100)), linesOf(rows))
                .flatMap(Function.identity())
                .toList();
    }

    // picocli adds lines to the table for each cell that wraps. Of the lines beside a longer cell, some stay empty.
    private static Stream<String> linesOf(TextTable table) {
        return table.toString().lines().filter(line -> !line.isEmpty());
    }

    // Not addRowValues of picocli: that method puts the next cell beside the last line of a cell that wrapped.
    private static void addRow(TextTable table, String... cells) {
        int row = table.rowCount();
        table.addEmptyRow();
        for (int column = 0; column < cells.length; column++) {
            table.putValue(row, column, Ansi.OFF.text(cells[column]));
        }
    }

    private static String abbreviateCommit(@Nullable CommitId commit) {
        return commit == null ? "unknown" : commit.hex().substring(0, SHORT);
    }

    /**
     * The gap between two columns is two spaces. The first belongs to the column before it, since picocli counts the
     * space after a word as part of the word when it wraps; the second is the indent of the column after it.
     */
    private static TextTable emptyTable() {
        Column[] columns = new Column[WIDTHS.length];
        for (int i = 0; i < columns.length; i++) {
            int indent = i == 0 ? 0 : 1;
            columns[i] = new Column(indent + WIDTHS[i] + 1, indent, Column.Overflow.WRAP);
        }
        TextTable table = TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), columns);
        table.indentWrappedLines = 0;
        return table;
    }
}

package dev.reconciler.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ReconcileResult;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Prints a line for each result, for people or as JSON. Safe for use by several threads. */
public final class ResultPrinter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final boolean json;

    /** @param out standard output */
    public ResultPrinter(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Prints one line and flushes it. */
    public synchronized void print(ReconcileResult result) {
        out.print((json ? json(result) : text(result)) + "\n");
        out.flush();
    }

    /** The line that {@code --json} prints, without its end. */
    public static String json(ReconcileResult result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that is no JSON: " + result, e);
        }
    }

    /** Such as {@code civic-data: rebased main 1a2b3c4d5e -> 2b3c4d5e6f (2 ahead, 1 behind): replayed 2 commits}. */
    static String text(ReconcileResult result) {
        StringBuilder line = new StringBuilder()
                .append(result.repository())
                .append(result.planned() ? ": would be " : ": ")
                .append(result.outcome())
                .append(' ')
                .append(result.branch());
        if (result.error() != null) {
            return line + ": " + result.error().type() + ": "
                    + result.error().message().replaceAll("\\R", " ");
        }
        line.append(' ').append(commits(result.oldCommit(), result.newCommit()));
        line.append(" (").append(result.ahead()).append(" ahead, ");
        line.append(result.behind()).append(" behind): ");
        line.append(result.message().replaceAll("\\R", " "));
        return line.append(kept("on the remote", result.conflictBranch()))
                .append(kept("kept", result.keptRef()))
                .toString();
    }

    private static String commits(@Nullable CommitId before, @Nullable CommitId after) {
        return before != null && before.equals(after) ? name(before) : name(before) + " -> " + name(after);
    }

    private static String name(@Nullable CommitId commit) {
        return commit == null ? "none" : commit.abbreviated();
    }

    private static String kept(String where, @Nullable String ref) {
        return ref == null ? "" : "; " + where + ": " + ref;
    }
}

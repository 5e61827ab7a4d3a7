package dev.reconciler.worker.cli.output;

import dev.reconciler.git.step.PreviewConflictStep.ConflictPreview;
import dev.reconciler.json.Json;
import dev.reconciler.worker.conflict.ConflictCase;
import java.io.PrintWriter;
import java.util.List;

/** Prints open conflicts, for people or as JSON. */
public final class ConflictPrinter {
    private static final int NAMED = 5;

    private final PrintWriter out;
    private final boolean json;

    /** @param out standard output */
    public ConflictPrinter(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Prints a line for each. */
    public void printList(List<ConflictCase> cases) {
        if (cases.isEmpty() && !json) {
            printLine("no open conflict");
        }
        cases.forEach(each -> printLine(json ? Json.write(each) : describe(each)));
    }

    private static String describe(ConflictCase open) {
        List<String> named =
                open.files().subList(0, Math.min(NAMED, open.files().size()));
        String more = open.filesTotal() > named.size() ? " and " + (open.filesTotal() - named.size()) + " more" : "";
        return open.conflict() + "  since " + open.since() + "  in " + String.join(", ", named) + more;
    }

    /** Prints one with all that is known of it. */
    public void printCase(ConflictCase open) {
        if (json) {
            printLine(Json.write(open));
            return;
        }
        printLine(open.conflict() + "  since " + open.since());
        printLine("local   " + open.localCommit() + ", on " + open.branch() + " of the remote");
        printLine("remote  " + open.remoteCommit());
        open.files().forEach(file -> printLine("        " + file));
        if (open.filesTotal() > open.files().size()) {
            printLine("        and " + (open.filesTotal() - open.files().size()) + " more");
        }
        printLine("retry replays the commits once more, keep-remote lets the remote's side stand, keep-local lets the");
        printLine("local side win (--preview shows what that changes)");
    }

    /** Prints what a decision would change. */
    public void printPreview(ConflictCase open, ConflictPreview preview) {
        if (json) {
            printLine(Json.write(new PreviewLine(
                    open.conflict(),
                    ConflictCase.limitFiles(preview.files()),
                    preview.files().size(),
                    preview.diff(),
                    preview.truncated())));
            return;
        }
        out.print(preview.diff());
        if (preview.truncated()) {
            printLine("... and more: " + preview.files().size() + " files change");
        }
        out.flush();
    }

    private void printLine(String text) {
        out.print(text + "\n");
        out.flush();
    }

    private record PreviewLine(String conflict, List<String> files, int filesTotal, String diff, boolean truncated) {}
}

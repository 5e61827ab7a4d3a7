package dev.reconciler.worker.cli.output;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.git.edit.EditFolder.MadeFolder;
import dev.reconciler.git.step.PreviewConflictStep.ConflictPreview;
import dev.reconciler.json.Json;
import dev.reconciler.model.CommitId;
import dev.reconciler.worker.conflict.ConflictCase;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        return open.conflict() + "  since " + open.since() + "  in " + String.join(", ", named) + more
                + (open.actions().isEmpty() ? "  (of unknown origin)" : "");
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
        if (open.actions().isEmpty()) {
            printLine(open.explainNoAction().orElse(""));
            return;
        }
        printLine("retry replays the commits once more, keep-remote lets the remote's side stand, keep-local lets the");
        printLine("local side win (--preview shows what that changes), edit makes a folder to resolve them in by hand");
    }

    /** Prints what there is to be done in a folder that was made. */
    public void printFolder(ConflictCase open, Path folder, MadeFolder made) {
        if (json) {
            printLine(Json.write(new FolderLine(
                    open.conflict(),
                    folder.toString(),
                    open.localCommit(),
                    made.remote(),
                    made.commits(),
                    ConflictCase.limitFiles(made.unmerged()),
                    made.unmerged().size())));
            return;
        }
        String commits = made.commits() == 1 ? "1 commit" : made.commits() + " commits";
        printLine(folder + ": a rebase of " + commits + " on " + made.remote().abbreviated()
                + (made.unmerged().isEmpty() ? ", in which nothing conflicts" : ", stopped by conflicts in"));
        made.unmerged().stream().limit(NAMED).forEach(path -> printLine("        " + path));
        if (made.unmerged().size() > NAMED) {
            printLine("        and " + (made.unmerged().size() - NAMED) + " more");
        }
        if (!made.unmerged().isEmpty()) {
            printLine("Resolve them there: edit, git add or git rm, git rebase --continue. Then:");
        }
        printLine("reconciler conflicts edit --continue " + quote(folder.toString()));
    }

    /** Writes a path as a shell takes it for one word. */
    private static String quote(String path) {
        return path.matches("[\\w/.+:@%=-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
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

    /** The names of the components are JSON names. */
    @JsonPropertyOrder({"conflict", "folder", "localCommit", "remoteCommit", "commits", "files", "filesTotal"})
    private record FolderLine(
            String conflict,
            String folder,
            CommitId localCommit,
            CommitId remoteCommit,
            int commits,
            List<String> files,
            int filesTotal) {}

    private record PreviewLine(String conflict, List<String> files, int filesTotal, String diff, boolean truncated) {}
}

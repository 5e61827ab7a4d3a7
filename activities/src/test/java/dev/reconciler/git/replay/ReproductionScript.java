package dev.reconciler.git.replay;

import dev.reconciler.git.replay.DivergedHistory.Step;
import dev.reconciler.git.replay.FileEdit.Files;
import dev.reconciler.git.replay.FileEdit.Mode;
import java.util.List;

/** Writes a divergence as shell commands, with which a person reproduces it in an empty directory. */
final class ReproductionScript {
    private final StringBuilder out = new StringBuilder();

    private ReproductionScript() {}

    static String of(DivergedHistory divergence) {
        return new ReproductionScript().all(divergence);
    }

    private String all(DivergedHistory divergence) {
        line("git init -q -b base && git config user.name A && git config user.email a@example.org");
        Files base = divergence.files();
        snapshot(base, "base");
        Files start = base;
        line("git branch local; git branch remote");
        if (!divergence.cross().isNone()) {
            start = base.after(divergence.cross().local())
                    .after(divergence.cross().remote());
            line("git checkout -q local");
            snapshot(base.after(divergence.cross().local()), "local");
            line("git checkout -q remote");
            snapshot(base.after(divergence.cross().remote()), "remote");
            merge("remote", "local", start, "git branch before");
            merge("local", "before", start, ":");
        }
        branch("local", divergence.local(), start);
        branch("remote", divergence.remote(), start);
        line("git checkout -q local && git rebase remote");
        return out.toString();
    }

    private void merge(String into, String what, Files result, String before) {
        line("git checkout -q " + into + " && " + before + " && git merge -q --no-commit -s ours " + what);
        snapshot(result, "merge");
    }

    private void branch(String branch, List<Step> steps, Files start) {
        line("git checkout -q " + branch);
        Files files = start;
        for (Step step : steps) {
            if (step.isMerge()) {
                line("git checkout -q -b side");
                snapshot(files.after(step.side()), "aside");
                line("git checkout -q " + branch);
                snapshot(files.after(step.edits()), "own");
                line("git merge -q --no-commit -s ours side; git branch -q -D side");
                files = files.after(step.side());
            }
            files = files.after(step.edits());
            snapshot(files, branch + " " + step.metadata());
        }
    }

    private void snapshot(Files files, String message) {
        line("git rm -rq --ignore-unmatch .");
        files.texts().forEach((path, text) -> {
            int slash = path.lastIndexOf('/');
            String folder = slash < 0 ? "" : "mkdir -p " + path.substring(0, slash) + " && ";
            String content = text.content().replace("\r", "\\r").replace("\n", "\\n");
            line(folder
                    + (text.mode() == Mode.LINK
                            ? "ln -s " + content + " " + path
                            : "printf '" + content + "' > " + path));
            if (text.mode() == Mode.PROGRAM) {
                line("chmod +x " + path);
            }
        });
        line("git add -A && git commit -q --allow-empty -m '" + message + "'");
    }

    private void line(String command) {
        out.append(command).append('\n');
    }
}

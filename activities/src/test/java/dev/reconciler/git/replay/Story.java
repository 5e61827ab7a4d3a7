package dev.reconciler.git.replay;

import dev.reconciler.git.replay.Divergence.FileEdit;
import dev.reconciler.git.replay.Divergence.Step;
import dev.reconciler.git.replay.Divergence.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A divergence told to git: as one stream for fast-import, or as commands for a person. */
final class Story {
    private static final String WHO = "Ann Author <ann@example.org> ";
    private static final String COMMITTER = "Carl Committer <carl@example.org> ";
    private static final long START = 1_700_000_000L;

    private final String name;
    private final Divergence divergence;
    private final StringBuilder out = new StringBuilder();
    private int clock;
    private int mark;

    private Story(String name, Divergence divergence) {
        this.name = name;
        this.divergence = divergence;
    }

    /** A stream that makes the branches {@code NAME/base}, {@code NAME/local} and {@code NAME/remote}. */
    static String stream(String name, Divergence divergence, int firstMark) {
        Story story = new Story(name, divergence);
        story.mark = firstMark;
        story.all();
        return story.out.toString();
    }

    private void all() {
        TreeMap<String, Text> base = new TreeMap<>();
        divergence.base().forEach(edit -> edit.apply(base));
        int root = commit("base", "base", base, 0, 0);
        branch("local", divergence.local(), base, root);
        branch("remote", divergence.remote(), base, root);
    }

    private void branch(String branch, List<Step> steps, TreeMap<String, Text> base, int root) {
        TreeMap<String, Text> files = new TreeMap<>(base);
        int parent = root;
        out.append("reset refs/heads/%s/%s\nfrom :%d\n\n".formatted(name, branch, root));
        for (Step step : steps) {
            int side = 0;
            if (step.isMerge()) {
                TreeMap<String, Text> aside = new TreeMap<>(files);
                step.side().forEach(edit -> edit.apply(aside));
                side = commit(branch, branch + " aside", aside, parent, 0);
                parent = commit(branch, branch + " own", after(files, step.edits()), parent, 0);
                step.side().forEach(edit -> edit.apply(files));
            }
            step.edits().forEach(edit -> edit.apply(files));
            parent = commit(branch, branch + " " + step.edits().size(), files, parent, side);
        }
    }

    private static TreeMap<String, Text> after(TreeMap<String, Text> files, List<FileEdit> edits) {
        TreeMap<String, Text> changed = new TreeMap<>(files);
        edits.forEach(edit -> edit.apply(changed));
        return changed;
    }

    private int commit(String branch, String message, Map<String, Text> files, int parent, int second) {
        mark++;
        clock += 60;
        out.append("commit refs/heads/%s/%s\nmark :%d\n".formatted(name, branch, mark));
        out.append("author " + WHO + (START + clock) + " +0100\n");
        out.append("committer " + COMMITTER + (START + clock + 7) + " +0000\n");
        data(message + " " + clock + "\n\nwith a body\n");
        if (parent > 0) {
            out.append("from :" + parent + "\n");
        }
        if (second > 0) {
            out.append("merge :" + second + "\n");
        }
        out.append("deleteall\n");
        files.forEach((path, text) -> {
            out.append("M %s inline %s\n".formatted(text.executable() ? "100755" : "100644", path));
            data(text.content());
        });
        out.append("\n");
        return mark;
    }

    private void data(String text) {
        out.append("data " + text.length() + "\n" + text + "\n");
    }

    /** The same for a person, who starts in an empty directory. */
    static String commands(Divergence divergence) {
        StringBuilder commands = new StringBuilder(
                "git init -q -b base && git config user.name A && git config" + " user.email a@example.org\n");
        TreeMap<String, Text> base = new TreeMap<>();
        divergence.base().forEach(edit -> edit.apply(base));
        snapshot(commands, base, "base");
        tell(commands, "local", divergence.local(), base);
        tell(commands, "remote", divergence.remote(), base);
        return commands.append("git checkout -q local && git rebase remote\n").toString();
    }

    private static void tell(StringBuilder commands, String branch, List<Step> steps, TreeMap<String, Text> base) {
        commands.append("git checkout -q -b " + branch + " base\n");
        TreeMap<String, Text> files = new TreeMap<>(base);
        for (Step step : steps) {
            if (step.isMerge()) {
                commands.append("git checkout -q -b side\n");
                snapshot(commands, after(files, step.side()), "aside");
                commands.append("git checkout -q " + branch + "\n");
                snapshot(commands, after(files, step.edits()), "own");
                commands.append("git merge -q --no-commit -s ours side; git branch -q -D side\n");
                step.side().forEach(edit -> edit.apply(files));
            }
            step.edits().forEach(edit -> edit.apply(files));
            snapshot(commands, files, branch);
        }
    }

    private static void snapshot(StringBuilder commands, Map<String, Text> files, String message) {
        commands.append("git rm -rq --ignore-unmatch .\n");
        files.forEach((path, text) -> {
            int slash = path.lastIndexOf('/');
            if (slash > 0) {
                commands.append("mkdir -p " + path.substring(0, slash) + " && ");
            }
            commands.append("printf '" + text.content().replace("\n", "\\n") + "' > " + path + "\n");
            if (text.executable()) {
                commands.append("chmod +x " + path + "\n");
            }
        });
        commands.append("git add -A && git commit -q --allow-empty -m " + message + "\n");
    }
}

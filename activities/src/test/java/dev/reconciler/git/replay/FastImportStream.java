package dev.reconciler.git.replay;

import dev.reconciler.git.replay.DivergedHistory.Step;
import dev.reconciler.git.replay.FileEdit.Files;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a divergence as a stream that {@code git fast-import} reads. */
final class FastImportStream {
    private static final String COMMITTER = "Carl Committer <carl@example.org> ";
    private static final long START = 1_700_000_000L;

    private final String name;
    private final DivergedHistory divergence;
    private final StringBuilder out = new StringBuilder();
    private int clock;
    private int mark;

    private FastImportStream(String name, DivergedHistory divergence) {
        this.name = name;
        this.divergence = divergence;
    }

    /** A stream that makes the branches {@code NAME/base}, {@code NAME/local} and {@code NAME/remote}. */
    static String of(String name, DivergedHistory divergence, int firstMark) {
        FastImportStream stream = new FastImportStream(name, divergence);
        stream.mark = firstMark;
        stream.all();
        return stream.out.toString();
    }

    private void all() {
        Files base = divergence.files();
        int root = commit("base", CommitMetadata.PLAIN, base, 0, 0);
        if (divergence.cross().isNone()) {
            branch("local", divergence.local(), base, root);
            branch("remote", divergence.remote(), base, root);
        } else {
            crossed(base, root);
        }
    }

    private void crossed(Files base, int root) {
        Files both =
                base.after(divergence.cross().local()).after(divergence.cross().remote());
        int local = commit(
                "local", CommitMetadata.PLAIN, base.after(divergence.cross().local()), root, 0);
        int remote = commit(
                "remote", CommitMetadata.PLAIN, base.after(divergence.cross().remote()), root, 0);
        branch("local", divergence.local(), both, commit("local", CommitMetadata.PLAIN, both, local, remote));
        branch("remote", divergence.remote(), both, commit("remote", CommitMetadata.PLAIN, both, remote, local));
    }

    private void branch(String branch, List<Step> steps, Files base, int root) {
        Files files = base;
        int parent = root;
        out.append("reset refs/heads/%s/%s\nfrom :%d\n\n".formatted(name, branch, root));
        for (Step step : steps) {
            int side = 0;
            if (step.isMerge()) {
                side = commit(branch, CommitMetadata.PLAIN, files.after(step.side()), parent, 0);
                parent = commit(branch, CommitMetadata.PLAIN, files.after(step.edits()), parent, 0);
                files = files.after(step.side());
            }
            files = files.after(step.edits());
            parent = commit(branch, step.metadata(), files, parent, side);
        }
    }

    private int commit(String branch, CommitMetadata metadata, Files files, int parent, int second) {
        mark++;
        clock += 60;
        out.append("commit refs/heads/%s/%s\nmark :%d\n".formatted(name, branch, mark));
        out.append("author " + metadata.author(START + clock) + "\n");
        out.append("committer " + COMMITTER + (START + clock + 7) + " +0000\n");
        data(metadata.message(branch + " " + clock));
        if (parent > 0) {
            out.append("from :" + parent + "\n");
        }
        if (second > 0) {
            out.append("merge :" + second + "\n");
        }
        out.append("deleteall\n");
        files.texts().forEach((path, text) -> {
            out.append("M %s inline %s\n".formatted(text.mode().octal, path));
            data(text.content());
        });
        out.append("\n");
        return mark;
    }

    private void data(String text) {
        out.append("data " + text.getBytes(StandardCharsets.UTF_8).length + "\n" + text + "\n");
    }
}

package dev.reconciler.git.replay;

import dev.reconciler.git.replay.DivergedHistory.Node;
import dev.reconciler.git.replay.FileEdit.Files;
import dev.reconciler.git.replay.FileEdit.Mode;
import dev.reconciler.git.replay.FileEdit.Text;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a divergence as shell commands, with which a person reproduces it in an empty directory. */
final class ReproductionScript {
    private final StringBuilder out = new StringBuilder();

    private ReproductionScript() {}

    static String of(DivergedHistory divergence) {
        ReproductionScript script = new ReproductionScript();
        script.all(divergence);
        return script.out.toString();
    }

    private void all(DivergedHistory divergence) {
        line("git init -q && git config user.name A && git config user.email a@example.org");
        divergence.settings().forEach((key, value) -> line("git config " + key + " " + value));
        List<Files> files = divergence.files();
        for (int i = 0; i < files.size(); i++) {
            snapshot(files.get(i));
            commit(i, divergence.commits().get(i));
        }
        line("git checkout -q -f --detach c" + divergence.local() + " && git clean -fdxq");
        line("git rebase c" + divergence.remote());
    }

    private void commit(int number, Node node) {
        String parents =
                node.parents().stream().map(parent -> "-p c" + parent + " ").collect(Collectors.joining());
        line("git tag c%d $(git commit-tree %s-m '%d %s' $(git write-tree))"
                .formatted(number, parents, number, node.metadata()));
    }

    private void snapshot(Files files) {
        line("git read-tree --empty && git clean -fdxq");
        files.texts().forEach(this::file);
        line("git add -A");
        files.texts().forEach((path, text) -> {
            if (text.mode() == Mode.MODULE) {
                line("git update-index --add --cacheinfo 160000," + text.content() + "," + quote(path));
            }
        });
    }

    private void file(String path, Text text) {
        int slash = path.lastIndexOf('/');
        if (slash >= 0) {
            line("mkdir -p " + quote(path.substring(0, slash)));
        }
        switch (text.mode()) {
            case MODULE -> line("mkdir " + quote(path));
            case LINK -> line("ln -s " + quote(text.content()) + " " + quote(path));
            case FILE -> line("printf " + format(text.content()) + " > " + quote(path));
            case PROGRAM -> {
                line("printf " + format(text.content()) + " > " + quote(path));
                line("chmod +x " + quote(path));
            }
        }
    }

    private static String format(String content) {
        return quote(content.replace("\\", "\\\\")
                .replace("%", "%%")
                .replace("\r", "\\r")
                .replace("\0", "\\0")
                .replace("\n", "\\n"));
    }

    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''").replace("\ue0ff", "'$'\\377''") + "'";
    }

    private void line(String command) {
        out.append(command).append('\n');
    }
}

package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.cli.CommandLineFixture;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.nio.file.Files;

/** A conflict on a remote, and the command that is about it. */
abstract class ConflictCommandFixture extends CommandLineFixture {
    static final String NAME = "data/2026-11-27T08-00-00Z";

    /** A clone that has followed its remote, and the commit that conflicted on a branch there. */
    RepositoryPair makeConflict() throws IOException {
        return makeConflict("");
    }

    /** The same, with what the application did before. */
    RepositoryPair makeConflict(String before) throws IOException {
        RepositoryPair pair = new RepositoryPair(Files.createDirectory(directory.resolve("data")), "data");
        pair.script(RepositoryPair.WORK_TREE + before + """
                commit $CLONE base.txt ours
                git -C $CLONE push -q origin main:conflicts/2026-11-27T08-00-00Z
                commit $REMOTE base.txt theirs
                git -C $CLONE fetch -q
                git -C $CLONE reset -q --hard origin/main
                """);
        Files.writeString(config, """
                repositories:
                  - { id: data, path: data/data, remote: data/remote.git, branch: main }
                """);
        return pair;
    }

    int conflicts(String... words) {
        String[] arguments = new String[words.length + 3];
        arguments[0] = "conflicts";
        System.arraycopy(words, 0, arguments, 1, words.length);
        arguments[words.length + 1] = "--config";
        arguments[words.length + 2] = config.toString();
        return run(arguments);
    }
}

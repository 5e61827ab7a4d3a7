package dev.reconciler.git.history;

import dev.reconciler.git.fixture.NativeGit;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/** Commits with the parents and the date that a test gives, which {@code git commit} would not make. */
final class DatedCommits {
    private final NativeGit git;
    private final String tree;

    /** @param example the commit whose tree all of them have */
    DatedCommits(NativeGit git, ObjectId example) {
        this.git = git;
        this.tree = git.run("rev-parse", example.name() + "^{tree}");
    }

    /** @param seconds since 1970 */
    ObjectId write(long seconds, ObjectId... parents) {
        List<String> lines = new ArrayList<>();
        lines.add("tree " + tree);
        for (ObjectId parent : parents) {
            lines.add("parent " + parent.name());
        }
        lines.add("author A <a@example.org> " + seconds + " +0000");
        lines.add("committer A <a@example.org> " + seconds + " +0000");
        lines.addAll(List.of("", "dated " + seconds, ""));
        git.write("commit.txt", String.join("\n", lines));
        return ObjectId.fromString(git.run("hash-object", "-t", "commit", "-w", "commit.txt"));
    }
}

package dev.reconciler.worker.soak;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A clone with a work tree and its remote, and the marks of all commits that were made in both. */
final class SoakedPair {
    private static final int FILES = 40;

    /** Of so many commits one changes what the other side changes too. */
    private static final int CONFLICTS = 20;

    private final String id;
    private final Path folder;
    private final NativeGit clone;
    private final NativeGit other;
    private final Set<String> marks = new HashSet<>();
    private final Random random;
    private int number;

    private SoakedPair(String id, Path folder, NativeGit clone, NativeGit other) {
        this.id = id;
        this.folder = folder;
        this.clone = clone;
        this.other = other;
        this.random = new Random(id.hashCode());
    }

    static SoakedPair make(Path root, String id) throws IOException {
        Path folder = Files.createDirectory(root.resolve(id));
        NativeGit remote = NativeGit.initBare(folder.resolve("remote.git"));
        NativeGit other = NativeGit.init(folder.resolve("other"));
        other.run("remote", "add", "origin", remote.directory().toString());
        for (int i = 0; i < FILES; i++) {
            other.write(i + ".txt", "begin\n");
        }
        other.commitAll("begin");
        other.run("push", "-q", "origin", "main");
        NativeGit clone = NativeGit.clone(remote.directory().toString(), folder.resolve("data"));
        return new SoakedPair(id, folder, clone, other);
    }

    String id() {
        return id;
    }

    Path remote() {
        return folder.resolve("remote.git");
    }

    Path data() {
        return folder.resolve("data");
    }

    /** The application commits; where a run is moving the branch, it tries again like any program. */
    void commitLocally() {
        String mark = nextMark();
        String file = chooseFile(0);
        clone.write(file, mark + "\n");
        while (clone.attempt("add", file).status() != 0
                || clone.attempt("commit", "-q", "-m", mark, "--", file).status() != 0) {
            if (isCommitted(mark)) {
                break;
            }
            // The branch may have moved onto a file of the same content: then there is nothing to commit.
            clone.write(file, mark + " again\n");
        }
        marks.add(mark);
    }

    private boolean isCommitted(String mark) {
        return clone.run("log", "-5", "--format=%s").lines().anyMatch(mark::equals);
    }

    /** Somebody else commits, and pushes until the remote takes it. */
    void commitRemotely() {
        String mark = nextMark();
        do {
            other.run("fetch", "-q", "origin");
            other.run("reset", "-q", "--hard", "origin/main");
            other.commit(chooseFile(1), mark + "\n");
            other.run("commit", "-q", "--amend", "-m", mark, "--no-edit");
        } while (other.attempt("push", "-q", "origin", "HEAD:main").status() != 0);
        marks.add(mark);
    }

    // The two sides have files of their own, and one that both change.
    private String chooseFile(int side) {
        return random.nextInt(CONFLICTS) == 0 ? "0.txt" : (1 + side + 2 * random.nextInt(FILES / 2 - 1)) + ".txt";
    }

    private String nextMark() {
        return id + "-" + ++number;
    }

    int commits() {
        return marks.size();
    }

    boolean agrees() {
        return clone.id("refs/heads/main").equals(NativeGit.in(remote()).id("refs/heads/main"));
    }

    /** The commits that are nowhere any more, by their marks. */
    Set<String> listLost() {
        Set<String> lost = new HashSet<>(marks);
        List.of(
                        clone.run("log", "--format=%s", "main", "--glob=refs/rewound"),
                        NativeGit.in(remote()).run("log", "--format=%s", "main", "--glob=refs/heads/conflicts"))
                .forEach(log -> log.lines().forEach(lost::remove));
        return lost;
    }

    int countConflicts() {
        return (int) NativeGit.in(remote())
                .run("for-each-ref", "refs/heads/conflicts")
                .lines()
                .count();
    }

    void checkObjects() {
        clone.fsck();
        NativeGit.in(remote()).fsck();
    }
}

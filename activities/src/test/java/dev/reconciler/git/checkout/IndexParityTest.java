package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A move over an index that a person has set up in one way or another, beside what {@code git merge --ff-only} does. */
@Tag("slow")
class IndexParityTest {
    private static final String MOVED = "changed";

    @TempDir
    Path directory;

    private NativeGit ours;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void makeTwoCommits() {
        ours = makeRepository("ours");
        from = ours.id("main");
        to = ours.id("new");
    }

    /** The same commits each time. */
    private NativeGit makeRepository(String name) {
        NativeGit git = NativeGit.init(directory.resolve(name));
        git.write(MOVED, "old\n").write("deleted", "old\n").write("d/kept", "old\n");
        ObjectId old = git.commit("d/e/kept", "old\n");
        git.run("rm", "-q", "deleted");
        git.write(MOVED, "new\n").write("d/added", "new\n");
        git.commitAll("move");
        git.run("branch", "new");
        git.run("reset", "-q", "--hard", old.name());
        return git;
    }

    private static void prepare(NativeGit git, String commands) {
        for (String command : commands.split("; ")) {
            git.run(command.split(" "));
        }
    }

    private boolean move() throws IOException {
        try (DataRepository repository = CheckoutFixture.of(ours).repository();
                RepositoryLock lock = repository.lock()) {
            return new BranchMover(repository).move(from, to, "move", () -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update-index --index-version 4",
                "config index.skipHash true; update-index --force-write-index",
                "config feature.manyFiles true; update-index --force-write-index",
                "config core.untrackedCache true; update-index --untracked-cache; status",
                "update-index --assume-unchanged changed",
                "update-index --assume-unchanged d/kept",
                "update-index --skip-worktree changed",
                "update-index --skip-worktree d/kept",
                "update-index --assume-unchanged --skip-worktree deleted",
                "rm -q --cached d/kept",
                "config core.trustctime false; config core.checkStat minimal",
                "write-tree"
            })
    void theMoveLeavesTheIndexAsGitLeavesIt(String setUp) throws IOException {
        prepare(ours, setUp);
        NativeGit theirs = makeRepository("theirs");
        prepare(theirs, setUp);

        theirs.run("merge", "-q", "--ff-only", "new");
        assertThat(move()).isTrue();

        assertThat(ours.run("ls-files", "-v", "--stage")).isEqualTo(theirs.run("ls-files", "-v", "--stage"));
        // Nothing is refreshed here: the entries alone say whether the files are as committed.
        assertThat(ours.attempt("diff-files", "--quiet").status())
                .isEqualTo(theirs.attempt("diff-files", "--quiet").status())
                .isZero();
        assertThat(ours.attempt("diff-index", "--quiet", "HEAD").status())
                .isEqualTo(theirs.attempt("diff-index", "--quiet", "HEAD").status());
        assertThat(ours.run("status", "--porcelain")).isEqualTo(theirs.run("status", "--porcelain"));
    }

    /** A watcher that says of every file that it may have changed; what it said before is not in our index. */
    @Test
    void filesThatAMonitorWatchesAreAsCommittedAfterwards() throws IOException {
        Path monitor = ours.directory().resolve(".git/monitor");
        Files.writeString(monitor, "#!/bin/sh\nprintf 'token\\0/\\0'\n");
        Files.setPosixFilePermissions(monitor, PosixFilePermissions.fromString("rwxr-xr-x"));
        prepare(ours, "config core.fsmonitor .git/monitor; update-index --fsmonitor; status");

        assertThat(move()).isTrue();

        assertThat(ours.run("status", "--porcelain")).isEmpty();
        ours.write("d/kept", "edited\n");
        assertThat(ours.run("status", "--porcelain")).isEqualTo(" M d/kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--assume-unchanged", "--skip-worktree"})
    void anEditThatGitWasToldToPassOverIsInTheWay(String flag) throws IOException {
        ours.run("update-index", flag, MOVED);
        ours.write(MOVED, "a person's\n");

        assertThat(ours.attempt("merge", "-q", "--ff-only", "new").status()).isNotZero();
        assertRefused(ErrorType.WORK_TREE_DIRTY, MOVED);
        assertThat(ours.directory().resolve(MOVED)).hasContent("a person's");
    }

    /** Git lets the staged file go. */
    @Test
    void aStagedFileBelowAPathThatTheMoveAddsIsInTheWay() throws IOException {
        ours.write("d/added/staged", "a person's\n").run("add", "d/added/staged");
        Files.delete(ours.directory().resolve("d/added/staged"));
        Files.delete(ours.directory().resolve("d/added"));

        assertRefused(ErrorType.WORK_TREE_DIRTY, "d/added");
        assertThat(ours.run("ls-files", "d/added/staged")).isEqualTo("d/added/staged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update-index --split-index", "config core.splitIndex true; update-index --split-index"})
    void aSplitIndexIsRefusedByName(String setUp) throws IOException {
        prepare(ours, setUp);

        assertRefused(ErrorType.UNSUPPORTED, "a split index (git update-index --no-split-index");
        ours.run("update-index", "--no-split-index");
        assertThat(move()).isTrue();
    }

    @Test
    void anIndexThatIsALinkIsRefusedByName() throws IOException {
        Path index = ours.directory().resolve(".git/index");
        Files.move(index, index.resolveSibling("elsewhere"));
        Files.createSymbolicLink(index, Path.of("elsewhere"));

        assertRefused(ErrorType.UNSUPPORTED, "a symbolic link for its index");
    }

    private void assertRefused(ErrorType type, String words) {
        List<String> before = List.of(ours.refs(), ours.run("ls-files", "-v", "--stage"));

        assertThatThrownBy(this::move)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(type))
                .hasMessageContaining(words);
        assertThat(List.of(ours.refs(), ours.run("ls-files", "-v", "--stage"))).isEqualTo(before);
        assertThat(ours.directory().resolve(".git/index.lock")).doesNotExist();
    }
}

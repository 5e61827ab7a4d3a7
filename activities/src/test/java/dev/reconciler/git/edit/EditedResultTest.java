package dev.reconciler.git.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.git.edit.EditFolder.MadeFolder;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder in which a person resolves a conflict, and what is taken of it. */
@Tag("slow")
class EditedResultTest {
    private static final String RESOLVED = "one\nboth\nthree\n";

    @TempDir
    private Path root;

    private EditFixture fixture;
    private Path folder;

    @BeforeEach
    void makeFixture() throws IOException {
        fixture = new EditFixture(root);
        folder = root.resolve("edit");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private NativeGit inFolder() {
        return NativeGit.in(folder);
    }

    @Test
    void aFolderHoldsTheStepAtWhichGitsOwnRebaseStops() throws IOException {
        fixture.makeConflict();

        MadeFolder made = fixture.make(folder);

        assertThat(made.commits()).isEqualTo(3);
        assertThat(made.unmerged()).containsExactly("base.txt");
        assertThat(Files.readString(folder.resolve("base.txt")))
                .startsWith("one\n<<<<<<< ")
                .contains("\ntheirs\n=======\nours\n>>>>>>> ");
        assertThat(inFolder().run("status", "--porcelain")).isEqualTo("UU base.txt");
        assertThat(inFolder().run("log", "-1", "--format=%s")).isEqualTo("change first.txt");
        assertThat(inFolder().id("origin/main")).isEqualTo(fixture.remote().id("main"));
        inFolder().fsck();
    }

    @Test
    void whatIsStagedBecomesTheCommitOfItsStepAndTheRestIsReplayed() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");
        String before = listState();

        ObjectId tip = fixture.take(folder);

        assertThat(fixture.data().run("log", "--format=%an %at %s", "--reverse", "main.." + tip.name()))
                .isEqualTo(fixture.remote()
                        .run("log", "--format=%an %at %s", "--reverse", "main.." + EditFixture.CONFLICT));
        assertThat(fixture.data().run("show", tip.name() + ":base.txt") + "\n").isEqualTo(RESOLVED);
        assertThat(fixture.data().run("show", tip.name() + ":last.txt")).isEqualTo("last");
        assertThat(fixture.data().run("for-each-ref", "--format=%(objectname)", "refs/reconciler/main/edited"))
                .isEqualTo(tip.name());
        assertThat(listState()).isEqualTo(before);
        fixture.data().fsck();
    }

    @Test
    void aRebaseThatThePersonHasEndedIsTakenAsItIs() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");
        inFolder().run("-c", "core.editor=true", "rebase", "--continue");

        assertThat(fixture.take(folder)).isEqualTo(inFolder().id("HEAD"));
    }

    @Test
    void aStepThatThePersonHasCommittedIsTakenAndTheRestIsReplayed() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().write("base.txt", RESOLVED).run("commit", "-qam", "by hand");

        ObjectId tip = fixture.take(folder);

        assertThat(fixture.data().run("log", "--format=%s", "main.." + tip.name()))
                .isEqualTo("change last.txt\nby hand\nchange first.txt");
    }

    @Test
    void aMergeInsteadOfTheRebaseIsTakenToo() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().run("rebase", "--abort");
        inFolder().run("checkout", "-q", "-B", "main", "origin/main");
        inFolder().attempt("merge", "-q", "origin/" + EditFixture.CONFLICT);
        assertRefused(ConflictReasons.UNRESOLVED, "base.txt");
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");
        assertRefused(ConflictReasons.UNRESOLVED, "MERGE_HEAD", "git commit");
        inFolder().run("commit", "-qm", "merged");

        assertThat(fixture.take(folder)).isEqualTo(inFolder().id("HEAD"));
    }

    @Test
    void whatConflictsStillIsNamed() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        assertRefused(ConflictReasons.UNRESOLVED, "base.txt", "git add");

        inFolder().run("add", "base.txt");
        assertRefused(ConflictReasons.UNRESOLVED, "base.txt", "<<<<<<<");

        inFolder().write("base.txt", RESOLVED);
        assertRefused(ConflictReasons.UNRESOLVED, "base.txt", "not staged");
        inFolder().run("add", "base.txt");
        inFolder().run("-c", "core.editor=true", "rebase", "--continue");

        inFolder().write("last.txt", "more\n").run("add", "last.txt");
        assertRefused(ConflictReasons.UNRESOLVED, "on no commit");
    }

    @Test
    void aStepBehindItThatConflictsTooIsToldOf() throws IOException {
        fixture.makeConflict(
                local -> {
                    local.commit("base.txt", "one\nours\nthree\n");
                    local.commit("base.txt", "one\nours again\nthree\n");
                },
                remotely -> remotely.commit("base.txt", "one\ntheirs\nthree\n"));
        fixture.make(folder);
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");

        assertRefused(ConflictReasons.UNRESOLVED, "base.txt", "git rebase --continue");
    }

    @Test
    void nothingOfTheConflictIsNoResult() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().run("rebase", "--abort");
        assertRefused(ConflictReasons.UNRESOLVED, "does not stand on");
        inFolder().run("reset", "-q", "--hard", "origin/main");

        assertRefused(ConflictReasons.UNRESOLVED, "keep-remote");
    }

    @Test
    void aBranchThatHasMovedIsToldOf() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");
        String before = listState();
        PreservedConflict seen = fixture.conflict();
        fixture.commitRemotely("elsewhere.txt", "x\n");

        assertRefused(ConflictReasons.OUTDATED, "git fetch");
        assertThat(listState()).isEqualTo(before);
        inFolder().run("-c", "core.editor=true", "rebase", "--continue");
        inFolder().run("fetch", "-q");
        inFolder().run("rebase", "-q", "origin/main");
        assertThat(fixture.take(folder)).isEqualTo(inFolder().id("HEAD"));

        fixture.writer().run("push", "-q", "-f", "origin", "own~1:" + EditFixture.CONFLICT);
        assertThatThrownBy(() -> fixture.take(folder, seen))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).contains(ConflictReasons.MOVED));
    }

    @Test
    void aFolderThatWasCopiedIsTakenAsTheOneThatWasMade() throws IOException, InterruptedException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");
        Path hook = folder.resolve(".git/hooks/pre-commit");
        Files.createDirectories(hook.getParent());
        Files.createSymbolicLink(hook, Path.of("/bin/true"));
        Path copy = root.resolve("copied to another place");
        assertThat(new ProcessBuilder("cp", "-R", folder.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();

        ObjectId tip = fixture.take(copy);

        assertThat(fixture.data().run("show", tip.name() + ":base.txt") + "\n").isEqualTo(RESOLVED);
    }

    @Test
    void aNoteThatSaysNothingIsOfNoConflict() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        for (String note :
                new String[] {"", "{}", "[]", "{\"conflict\":\"data/x\"}", "{\"conflict\":1,\"commit\":2,\"remote\":3}"
                }) {
            Files.writeString(folder.resolve(".git/reconciler-conflict"), note);

            assertThatThrownBy(() -> fixture.take(folder)).as(note).hasMessageContaining("is of no conflict");
        }
    }

    @Test
    void noProgramAndNoSettingOfTheFolderCounts() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().write("base.txt", RESOLVED).write(".gitattributes", "*.txt filter=evil\n");
        inFolder().run("add", "base.txt", ".gitattributes");
        Path trace = root.resolve("trace");
        String evil = "touch " + trace + "; cat";
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        for (String[] setting : new String[][] {
            {"core.fsmonitor", evil},
            {"core.hooksPath", folder.resolve("hooks").toString()},
            {"core.worktree", elsewhere.toString()},
            {"core.sshCommand", evil},
            {"core.editor", evil},
            {"filter.evil.clean", evil},
            {"filter.evil.smudge", evil},
            {"filter.evil.process", evil},
            {"diff.external", evil},
            {"gpg.program", evil},
            {"url." + elsewhere + ".insteadOf", fixture.remote().directory().toString()},
            {"remote.origin.url", elsewhere.toString()},
            {"include.path", elsewhere.resolve("more").toString()},
        }) {
            inFolder().run("config", "--file", folder.resolve(".git/config").toString(), setting[0], setting[1]);
        }
        for (String hook :
                new String[] {"pre-commit", "post-checkout", "reference-transaction", "pre-push", "post-rewrite"}) {
            Path file = Files.createDirectories(folder.resolve("hooks")).resolve(hook);
            Files.writeString(file, "#!/bin/sh\ntouch " + trace + "\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }

        ObjectId tip = fixture.take(folder);

        assertThat(trace).doesNotExist();
        assertThat(fixture.data().run("show", tip.name() + ":base.txt") + "\n").isEqualTo(RESOLVED);
        assertThat(fixture.data().run("config", "remote.origin.url")).doesNotContain("elsewhere");
    }

    @Test
    void aStepThatIsNoCommitOfTheConflictIsNotDone() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");
        Path todo = folder.resolve(".git/rebase-merge/git-rebase-todo");
        Path trace = root.resolve("trace");

        Files.writeString(todo, "exec touch " + trace + "\n");
        assertRefused(ConflictReasons.UNRESOLVED, "exec touch");
        Files.writeString(todo, "pick " + fixture.remote().id("main").name() + " other\n");
        assertRefused(ConflictReasons.UNRESOLVED, "another commit");
        assertThat(trace).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HEAD", "index", "objects/pack", "config", "reconciler-conflict", "rebase-merge/stopped-sha"})
    void aLinkInTheGitDirectoryIsNotFollowed(String name) throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        Path file = folder.resolve(".git").resolve(name);
        Path moved = Files.move(file, root.resolve("moved"));
        Files.createSymbolicLink(file, moved);

        assertThatThrownBy(() -> fixture.take(folder))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.type()).isEqualTo(ErrorType.CONFIGURATION))
                .hasMessageContaining("symbolic link");
    }

    @Test
    void whatTheFolderBorrowsFromElsewhereIsNotThere() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        NativeGit secret = NativeGit.init(root.resolve("secret"));
        secret.commit("secret.txt", "secret\n");
        Files.writeString(
                folder.resolve(".git/objects/info/alternates"),
                secret.directory().resolve(".git/objects") + "\n");
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");
        inFolder()
                .run(
                        "update-index",
                        "--add",
                        "--cacheinfo",
                        "100644," + secret.run("rev-parse", "HEAD:secret.txt") + ",stolen.txt");

        assertThatThrownBy(() -> fixture.take(folder)).hasMessageContaining("objects that can't be taken");
        assertThat(fixture.data()
                        .attempt("cat-file", "-e", secret.run("rev-parse", "HEAD:secret.txt"))
                        .status())
                .isNotZero();
    }

    @Test
    void aFolderThatIsInUseIsLeftAsItIs() throws IOException {
        fixture.makeConflict();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("mine"), "mine");

        assertThatThrownBy(() -> fixture.make(folder)).hasMessageContaining("has files in it");
        assertThat(folder).isDirectoryContaining("glob:**/mine");
        assertThatThrownBy(() -> EditedFolder.open(folder)).hasMessageContaining("has no .git");
        assertThatThrownBy(() -> EditedFolder.open(root.resolve("none"))).hasMessageContaining("is no folder");
        assertThatThrownBy(() -> EditedFolder.open(fixture.writer().directory()))
                .hasMessageContaining("is of no conflict");
    }

    /** Whoever makes one is killed on the way: the note of the folder is then not in its place. */
    @Test
    void halfOfAFolderIsNeitherTakenNorTakenForAPersons() throws IOException {
        fixture.makeConflict();
        fixture.make(folder);
        Path note = folder.resolve(".git/reconciler-conflict");
        Files.move(note, note.resolveSibling("reconciler-conflict.unfinished"));
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");

        assertThatThrownBy(() -> EditedFolder.open(folder)).hasMessageContaining("is half of a folder");
        assertThatThrownBy(() -> fixture.make(folder))
                .hasMessageContaining("is half of a folder")
                .hasMessageContaining("remove it, or name another folder");
        assertThat(folder.resolve("base.txt")).hasContent(RESOLVED);
    }

    private void assertRefused(String reason, String... said) {
        ThrowingCallable taking = () -> fixture.take(folder);
        assertThatThrownBy(taking)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).contains(reason))
                .hasMessageContainingAll(said);
    }

    /** Everything in the folder, by name and content. */
    private String listState() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .sorted()
                    .map(EditedResultTest::describe)
                    .reduce("", String::concat);
        }
    }

    private static String describe(Path file) {
        try {
            return file + " " + Arrays.hashCode(Files.readAllBytes(file)) + "\n";
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}

package dev.reconciler.git.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.edit.EditFixture.Side;
import dev.reconciler.git.edit.EditFolder.MadeFolder;
import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The folder beside what {@code git rebase} leaves in a clone, for each kind of conflict. */
@Tag("slow")
class EditFolderTest {
    private static final String LINK = "link";

    @TempDir
    private Path root;

    private EditFixture fixture;

    @BeforeEach
    void makeFixture() throws IOException {
        fixture = new EditFixture(root);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> conflicts() {
        return Stream.of(
                kind("text", git -> git.commit("base.txt", "ours\n"), git -> git.commit("base.txt", "theirs\n")),
                kind("added by both", git -> git.commit("new", "ours\n"), git -> git.commit("new", "theirs\n")),
                kind("binary", git -> commitBytes(git, "b", 0, 1, 2), git -> commitBytes(git, "b", 0, 3, 4)),
                kind(
                        "deleted here, modified there",
                        git -> remove(git, "base.txt"),
                        git -> git.commit("base.txt", "theirs\n")),
                kind(
                        "modified here, deleted there",
                        git -> git.commit("base.txt", "ours\n"),
                        git -> remove(git, "base.txt")),
                kind("renamed twice", git -> move(git, "ours.txt"), git -> move(git, "theirs.txt")),
                kind("renamed there, modified here", git -> git.commit("base.txt", "one\nours\nthree\n"), git -> {
                    move(git, "theirs.txt");
                    git.commit("theirs.txt", "one\ntheirs\nthree\n");
                }),
                kind(
                        "mode and text",
                        git -> {
                            git.directory().resolve("base.txt").toFile().setExecutable(true);
                            git.commitAll("executable");
                            git.commit("base.txt", "ours\n");
                        },
                        git -> git.commit("base.txt", "theirs\n")),
                kind("links", git -> link(git, "ours"), git -> link(git, "theirs")),
                kind(
                        "file and folder",
                        git -> git.commit("name", "ours\n"),
                        git -> git.commit("name/file", "theirs\n")),
                kind("submodules", git -> submodule(git, "1"), git -> submodule(git, "2")),
                kind("line ends", git -> git.commit("base.txt", "one\r\nours\r\n"), git -> {
                    git.commit(".gitattributes", "*.txt text eol=crlf\n");
                    git.commit("base.txt", "one\ntheirs\n");
                }),
                kind(
                        "names",
                        git -> git.commit("données/日本 \"q\".txt", "ours\n"),
                        git -> git.commit("données/日本 \"q\".txt", "theirs\n")));
    }

    private static Arguments kind(String name, Side local, Side remotely) {
        return Arguments.of(name, local, remotely);
    }

    private static void commitBytes(NativeGit git, String name, int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        Files.write(git.directory().resolve(name), content);
        git.commitAll("binary");
    }

    private static void remove(NativeGit git, String name) {
        git.run("rm", "-q", name);
        git.commitAll("remove " + name);
    }

    private static void move(NativeGit git, String to) {
        git.run("mv", "base.txt", to);
        git.commitAll("move to " + to);
    }

    private static void link(NativeGit git, String target) throws IOException {
        Files.createSymbolicLink(git.directory().resolve(LINK), Path.of(target));
        git.commitAll("link to " + target);
    }

    private static void submodule(NativeGit git, String digit) {
        git.run("update-index", "--add", "--cacheinfo", "160000," + digit.repeat(40) + ",sub");
        git.run("commit", "-qm", "submodule at " + digit);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conflicts")
    void theFolderIsWhatGitsRebaseLeavesAndWhatIsStagedThereIsTaken(String kind, Side local, Side remotely)
            throws IOException {
        fixture.makeConflict(local, remotely);
        NativeGit byHand = NativeGit.clone(fixture.remote().directory().toString(), root.resolve("by-hand"));
        byHand.run("checkout", "-q", "-b", "own", "origin/" + EditFixture.CONFLICT);
        assertThat(byHand.attempt("rebase", "origin/main").status()).isNotZero();

        MadeFolder made = fixture.make(root.resolve("edit"));

        NativeGit folder = NativeGit.in(root.resolve("edit"));
        assertThat(made.unmerged()).isNotEmpty();
        for (String[] look : new String[][] {
            {"ls-files", "--stage", "-z"},
            {"status", "--porcelain", "-z", "--ignore-submodules=none"},
            {"log", "--format=%an %s", "-3"},
        }) {
            assertThat(folder.run(look)).isEqualTo(byHand.run(look));
        }
        assertThat(readFiles(folder.directory())).isEqualTo(readFiles(byHand.directory()));
        assertThat(Files.readString(folder.directory().resolve(".git/rebase-merge/git-rebase-todo")))
                .isEqualTo(Files.readString(byHand.directory().resolve(".git/rebase-merge/git-rebase-todo")));
        takeWithoutTheConflicts(folder, made);
    }

    private void takeWithoutTheConflicts(NativeGit folder, MadeFolder made) throws IOException {
        for (String path : made.unmerged()) {
            folder.run("rm", "-q", "--cached", "--", path);
            Files.deleteIfExists(folder.directory().resolve(path));
        }
        folder.write("resolved 日本.txt", "by hand\n").run("add", "resolved 日本.txt");

        ObjectId tip = fixture.take(folder.directory());

        assertThat(fixture.data().run("show", tip.name() + ":resolved 日本.txt")).isEqualTo("by hand");
        assertThat(fixture.data()
                        .run("ls-tree", "-r", "-z", "--name-only", tip.name())
                        .split("\0"))
                .doesNotContainAnyElementsOf(made.unmerged());
        fixture.data().fsck();
    }

    @Test
    void whatTheRemoteHasDroppedIsNotReplayed() throws IOException {
        fixture.makeConflict();
        // The first own commit counts as one that both sides were once seen to hold.
        ObjectId dropped = fixture.remote().id(EditFixture.CONFLICT + "~2");
        fixture.data().run("fetch", "-q", "origin", EditFixture.CONFLICT.value());
        fixture.data().run("update-ref", "refs/reconciler/main/seen/" + dropped.name(), dropped.name());

        fixture.make(root.resolve("edit"));

        NativeGit folder = NativeGit.in(root.resolve("edit"));
        assertThat(folder.run("log", "--format=%s", "origin/main..HEAD")).isEmpty();
        assertThat(folder.run("diff", "--name-only", "--diff-filter=U")).isEqualTo("base.txt");
    }

    @Test
    void aFolderWithinTheDataRepositoryIsRefusedAndOneWithinAnotherIsNot() throws IOException {
        fixture.makeConflict();
        Path within = fixture.data().directory().resolve("x/edit");

        assertThatThrownBy(() -> fixture.make(within)).hasMessageContaining("is inside of the data repository");
        assertThat(within.getParent()).doesNotExist();
        Path other = fixture.writer().directory().resolve("sub/edit");
        fixture.make(other);
        assertThat(NativeGit.in(other).run("diff", "--name-only", "--diff-filter=U"))
                .isEqualTo("base.txt");
    }

    /** Every file of the work tree with its bytes; a link with its target. */
    private static Map<String, String> readFiles(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file :
                    all.filter(each -> !each.startsWith(folder.resolve(".git"))).toList()) {
                String name = folder.relativize(file).toString();
                if (Files.isSymbolicLink(file)) {
                    files.put(name, "-> " + Files.readSymbolicLink(file));
                } else if (Files.isRegularFile(file)) {
                    files.put(
                            name + (Files.isExecutable(file) ? "*" : ""),
                            Arrays.toString(Files.readAllBytes(file))
                                    + new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }
}

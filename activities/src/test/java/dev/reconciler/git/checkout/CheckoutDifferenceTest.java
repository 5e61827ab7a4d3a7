package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ErrorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Differences between commits that native git made, beside those that {@code git diff-tree} names. */
class CheckoutDifferenceTest {
    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId from;

    @BeforeEach
    void aFirstCommit() {
        git = NativeGit.init(directory);
        git.write("changed", "old\n").write("deleted", "old\n").write("folder/file", "old\n");
        from = git.commit("untouched", "old\n");
    }

    private List<PathChange> changes(@Nullable ObjectId before, ObjectId after) throws IOException {
        try (CheckoutFixture checkout = CheckoutFixture.of(git)) {
            return CheckoutDifference.of(checkout.repository()).between(before, after);
        }
    }

    /** The notation of {@code git diff-tree --raw --no-abbrev}, one change a line. */
    private static String raw(List<PathChange> changes) {
        return changes.stream()
                .map(change -> "%06o %06o %s %s %s"
                        .formatted(
                                change.from().mode().getBits(),
                                change.to().mode().getBits(),
                                change.from().id().name(),
                                change.to().id().name(),
                                change.path()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private String rawByGit(ObjectId before, ObjectId after) {
        return git.run("diff-tree", "-r", "--raw", "--no-abbrev", "--no-renames", before.name(), after.name())
                .lines()
                .map(line -> line.replaceFirst("^:(.*) \\w\t(.*)$", "$1 $2"))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void eachChangeIsTheOneThatGitNames() throws IOException {
        git.run("rm", "-q", "deleted", "folder/file");
        git.write("changed", "new\n").write("added", "new\n").write("folder", "new\n");
        ObjectId to = git.commitAll("a file changed, added and deleted, and one in a folder's place");

        assertThat(raw(changes(from, to))).isEqualTo(rawByGit(from, to));
        assertThat(raw(changes(to, from))).isEqualTo(rawByGit(to, from));
    }

    @Test
    void aNewModeAndANewKindOfFileAreChanges() throws IOException {
        assertThat(directory.resolve("changed").toFile().setExecutable(true)).isTrue();
        Files.delete(directory.resolve("untouched"));
        Files.createSymbolicLink(directory.resolve("untouched"), Path.of("changed"));
        ObjectId to = git.commitAll("a script and a link");

        assertThat(raw(changes(from, to))).isEqualTo(rawByGit(from, to));
        assertThat(changes(from, to))
                .extracting(change -> change.to().mode())
                .containsExactlyInAnyOrder(FileMode.EXECUTABLE_FILE, FileMode.SYMLINK);
    }

    @Test
    void equalCommitsHaveNoDifferenceAndAFirstCheckoutHasEveryFile() throws IOException {
        assertThat(changes(from, from)).isEmpty();
        assertThat(changes(null, from))
                .allMatch(change -> change.from().isNothing())
                .extracting(PathChange::path)
                .containsExactlyInAnyOrder("changed", "deleted", "folder/file", "untouched");
    }

    /** Written as the repository holds it, the file was other than git would have written it, and nothing said so. */
    @ParameterizedTest
    @CsvSource({"working-tree-encoding=UTF-16LE, working-tree-encoding=UTF-16LE", "ident, attribute ident"})
    void aFileWithAnAttributeThatConvertsItIsRefused(String attribute, String words) {
        git.write(".gitattributes", "converted " + attribute + "\n");
        ObjectId to = git.commit("converted", "new\n");

        assertRefused(ErrorType.UNSUPPORTED, to, "converted", words);
    }

    @Test
    void aFileThatIsOnlyDeletedIsNotConverted() throws IOException {
        git.write(".gitattributes", "converted ident\n");
        ObjectId before = git.commit("converted", "old\n");
        git.run("rm", "-q", "converted");
        ObjectId to = git.commitAll("without it");

        assertThat(changes(before, to)).extracting(PathChange::path).containsExactly("converted");
    }

    @Test
    void theAttributesOfTheTargetHold() throws IOException {
        git.write(".gitattributes", "changed ident\n");
        ObjectId before = git.commitAll("converted");
        git.run("rm", "-q", ".gitattributes");
        ObjectId to = git.commit("changed", "new\n");

        assertThat(changes(before, to))
                .extracting(PathChange::path)
                .containsExactlyInAnyOrder(".gitattributes", "changed");
    }

    /** Another user's clone could have this process run any program. */
    @Test
    void aFilterOfAnotherUsersCloneIsRefused() throws IOException {
        git.write(".gitattributes", "changed filter=theirs\n");
        ObjectId to = git.commit("changed", "new\n");
        git.run("config", "filter.theirs.smudge", "touch ran");
        try (CheckoutFixture checkout = CheckoutFixture.of(git)) {
            CheckoutDifference difference =
                    new CheckoutDifference(checkout.repository().git(), false);

            assertThatThrownBy(() -> difference.between(from, to))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                            .isEqualTo(ErrorType.UNSUPPORTED))
                    .hasMessageContaining("changed has the attribute filter=theirs in a clone of another user");
        }
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void aSubmoduleIsRefused() {
        git.run("update-index", "--add", "--cacheinfo", "160000," + from.name() + ",module");
        git.run("commit", "-q", "-m", "a submodule");

        assertRefused(ErrorType.UNSUPPORTED, git.id("HEAD"), "module is a submodule");
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() {
        String blob = git.run("rev-parse", from.name() + ":changed");

        assertRefused(ErrorType.UNSUPPORTED, commitOfTree(blob, "caf\\351"), "not UTF-8");
    }

    /** Checked out, such a path became a hook that git runs, or a file outside of the work tree. */
    @ParameterizedTest
    @CsvSource({".git", ".GIT", "..", "git~1"})
    void aPathThatGitItselfWouldNotCheckOutIsRefused(String name) {
        String blob = git.run("rev-parse", from.name() + ":changed");

        assertRefused(ErrorType.REPOSITORY_CORRUPT, commitOfTree(blob, name), "can't be checked out");
    }

    /** As of a person's home directory: its git directory lies in it, under a name of the person's choice. */
    @ParameterizedTest
    @CsvSource({"dotfiles/hooks/post-checkout, false", "dotfiles, false", "DotFiles/config, true"})
    void aPathThatLeadsIntoTheRepositorysOwnGitDirectoryIsRefused(String path, boolean ignoresCase) throws IOException {
        git.write(path, "hostile\n");
        ObjectId hostile = git.commit("beside", "new\n");
        Files.move(directory.resolve(path), directory.resolve("aside"));
        Files.deleteIfExists(directory.resolve("dotfiles/hooks"));
        Files.deleteIfExists(directory.resolve("dotfiles"));
        Files.move(directory.resolve(".git"), directory.resolve("dotfiles"));
        NativeGit moved = NativeGit.in(directory.resolve("dotfiles"));
        moved.run("config", "core.worktree", directory.toString());
        moved.run("config", "core.ignoreCase", String.valueOf(ignoresCase));

        try (CheckoutFixture checkout = CheckoutFixture.of(moved)) {
            CheckoutDifference difference = CheckoutDifference.of(checkout.repository());
            assertThatThrownBy(() -> difference.between(from, hostile))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                            .isEqualTo(ErrorType.REPOSITORY_CORRUPT))
                    .hasMessageContaining("'" + path + "' can't be checked out: it leads into the git directory");
            assertThat(difference.between(from, from)).isEmpty();
        }
    }

    /** A commit of one file whose name git would not add; the name in printf's notation. */
    private ObjectId commitOfTree(String blob, String name) {
        String tree = git.run(
                "-c",
                "alias.one-file=!printf '100644 blob %s\\t" + name + "\\n' " + blob + " | git mktree",
                "one-file");
        return ObjectId.fromString(git.run("commit-tree", "-m", "hostile", tree));
    }

    /**
     * Each line is an entry of a tree, as {@code git mktree} takes it; a folder has one file. Written as the
     * tree said, the file of a folder went to where the link of the same name leads.
     */
    @ParameterizedTest
    @CsvSource({
        "link a/tree a, duplicate",
        "tree a/link a, duplicate",
        "link a/file a-b/tree a, duplicate",
        "file a/file a, duplicate",
        "file b/file a, sort",
        "tree a/file a.c, sort"
    })
    void aTreeWithOneNameTwiceOrInNoOrderIsRefused(String entries, String words) throws IOException {
        ObjectId to = commitOfRawTree(entries.split("/", -1));

        assertRefused(ErrorType.REPOSITORY_CORRUPT, to, "can't be checked out", words);
        assertRefused(ErrorType.REPOSITORY_CORRUPT, nestTree(to), "'nested'", words);
    }

    @Test
    void aNameThatIsAPathOfItsOwnIsRefused() throws IOException {
        assertRefused(ErrorType.REPOSITORY_CORRUPT, commitOfRawTree("file x:y"), "can't be checked out");
    }

    @Test
    void anOldModeIsTakenAndAnUnknownOneRefused() throws IOException {
        assertThat(changes(null, commitOfRawTree("100664 a"))).hasSize(1);
        assertThat(changes(null, commitOfRawTree("0100644 a"))).hasSize(1);
        assertRefused(ErrorType.REPOSITORY_CORRUPT, commitOfRawTree("170000 a"), "mode");
    }

    @Test
    void aLinkInThePlaceOfGitmodulesIsRefused() throws IOException {
        assertRefused(ErrorType.REPOSITORY_CORRUPT, commitOfRawTree("link .gitmodules"), "in the place of .gitmodules");
    }

    @Test
    void aNameThatIsTooLongForTheDiskIsRefusedBeforeAnythingIsWritten() throws IOException {
        assertRefused(ErrorType.UNSUPPORTED, commitOfRawTree("file " + "x".repeat(256)), "too long for the disk");
    }

    @Test
    void namesThatTheFileSystemDoesNotTellApartAreRefusedWhereTheSettingsSaySo() throws IOException {
        ObjectId twoFiles = commitOfRawTree("file README", "file readme");
        ObjectId fileAndFolder = commitOfRawTree("link A", "tree a");
        ObjectId composed = commitOfRawTree("file a\u0308", "file \u00e4");
        assertThat(changes(null, twoFiles)).hasSize(2);

        git.run("config", "core.ignoreCase", "true");
        assertRefused(ErrorType.UNSUPPORTED, twoFiles, "does not tell from");
        assertRefused(ErrorType.UNSUPPORTED, fileAndFolder, "has a folder that this file system does not tell from A");
        git.run("config", "core.ignoreCase", "false");
        git.run("config", "core.precomposeUnicode", "true");
        assertRefused(ErrorType.UNSUPPORTED, composed, "does not tell from");
    }

    /** A commit of a tree that git would not make, with the entries in this order; x:y stands for x/y. */
    private ObjectId commitOfRawTree(String... entries) throws IOException {
        Repository repository = new FileRepositoryBuilder()
                .setGitDir(directory.resolve(".git").toFile())
                .build();
        try (repository;
                ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, "elsewhere".getBytes(StandardCharsets.UTF_8));
            TreeFormatter folder = new TreeFormatter();
            folder.append("file", FileMode.REGULAR_FILE, blob);
            ObjectId tree = inserter.insert(folder);
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            for (String entry : entries) {
                String[] parts = entry.split(" ", 2);
                String mode =
                        switch (parts[0]) {
                            case "file" -> "100644";
                            case "link" -> "120000";
                            case "tree" -> "40000";
                            default -> parts[0];
                        };
                raw.write((mode + " " + parts[1].replace(':', '/') + "\0").getBytes(StandardCharsets.UTF_8));
                (mode.equals("40000") ? tree : blob).copyRawTo(raw);
            }
            ObjectId root = inserter.insert(Constants.OBJ_TREE, raw.toByteArray());
            inserter.flush();
            return ObjectId.fromString(git.run("commit-tree", "-m", "hostile", root.name()));
        }
    }

    private ObjectId nestTree(ObjectId commit) throws IOException {
        String tree = git.run("rev-parse", commit.name() + "^{tree}");
        String outer = git.run("-c", "alias.nest=!printf '040000 tree " + tree + "\\tnested\\n' | git mktree", "nest");
        return ObjectId.fromString(git.run("commit-tree", "-m", "hostile", outer));
    }

    private void assertRefused(ErrorType type, ObjectId to, String... words) {
        assertThatThrownBy(() -> changes(from, to))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(type))
                .hasMessageContainingAll(words);
    }
}

package dev.reconciler.git.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitDirectoryTest {
    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void aPath() {
        path = directory.resolve("data");
    }

    @Test
    void aWorkTreeHasItsGitDirectoryInside() throws IOException {
        NativeGit.init(path);

        assertThat(GitDirectory.find(path))
                .contains(new GitDirectory(path.resolve(".git"), path.resolve(".git"), path));
    }

    @Test
    void aBareRepositoryIsItsOwnGitDirectory() throws IOException {
        NativeGit.initBare(path);

        assertThat(GitDirectory.find(path)).contains(new GitDirectory(path, path, null));
    }

    @Test
    void aLinkedWorkTreeSharesTheObjectsOfTheMainOne() throws IOException {
        NativeGit git = NativeGit.init(path);
        git.commit("a", "1");
        Path linked = directory.resolve("linked");
        git.run("worktree", "add", "-q", "-b", "side", linked.toString());

        assertThat(GitDirectory.find(linked))
                .contains(new GitDirectory(
                        path.toRealPath().resolve(".git/worktrees/linked"),
                        path.toRealPath().resolve(".git"),
                        linked));
    }

    @Test
    void aGitFileMayNameAFolderRelativeToItself() throws IOException {
        NativeGit.init(path, "--separate-git-dir=" + directory.resolve("elsewhere.git"));
        Files.writeString(path.resolve(".git"), "gitdir: ../elsewhere.git\n");

        assertThat(GitDirectory.find(path).orElseThrow().gitDir()).isEqualTo(directory.resolve("elsewhere.git"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lost+found", GitDirectory.STAGE})
    void aFolderWithoutFilesOfAPersonHasRoomForAClone(String only) throws IOException {
        Files.createDirectories(path.resolve(only));

        assertThat(GitDirectory.find(path)).isEmpty();
    }

    /** The clone is moved into its place file by file: a kill in between leaves parts of it at the path. */
    @Test
    void aFirstCloneThatIsNotInItsPlaceYetIsNoRepository() throws IOException {
        NativeGit.initBare(path);
        Path mark = GitDirectory.stageIn(path).resolve(GitDirectory.WHOLE);
        Files.createDirectories(mark.getParent());
        Files.createFile(mark);

        assertThat(GitDirectory.find(path)).isEmpty();
        Files.delete(mark);
        assertThat(GitDirectory.find(path)).isPresent();
    }

    @Test
    void aPathThatDoesNotExistHasNoRepository() throws IOException {
        assertThat(GitDirectory.find(path)).isEmpty();
    }

    @Test
    void aFileIsNoRepository() throws IOException {
        Files.writeString(path, "mine");

        assertResidue(path + " is no git repository: it is a file");
    }

    @Test
    void aFolderWithFilesIsNoRepositoryAndKeepsThem() throws IOException {
        Path mine = Files.writeString(Files.createDirectories(path).resolve("notes.txt"), "mine");

        assertResidue("is no git repository: it has files of something else", "Correct `path`");
        assertThat(mine).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "'', names nothing",
        "main, names nothing",
        "1234567, names nothing",
        "ref: main, names nothing",
        "'\u0000\u0000\u0000\u0000', names nothing",
    })
    void aHeadThatNamesNothingIsBroken(String head, String said) throws IOException {
        NativeGit git = NativeGit.initBare(path);
        Files.writeString(path.resolve("HEAD"), head);

        assertResidue("is a broken git repository: it has a HEAD that " + said);
        assertHeadIsMended(git);
    }

    @Test
    void aRepositoryWithoutAHeadIsBroken() throws IOException {
        NativeGit git = NativeGit.init(path);
        Files.delete(path.resolve(".git/HEAD"));

        assertResidue("is a broken git repository: it has no HEAD");
        assertHeadIsMended(git);
    }

    /** The commits of the repository may be nowhere else, so what is said must not take it out of use. */
    private void assertHeadIsMended(NativeGit git) throws IOException {
        assertThat(git.attempt("symbolic-ref", "HEAD", "refs/heads/main").status())
                .isNotZero();
        Matcher advice =
                Pattern.compile("echo '(.*)' > (\\S+)").matcher(findRefused().getMessage());
        assertThat(advice.find()).isTrue();
        Files.writeString(Path.of(advice.group(2)), advice.group(1).replace("BRANCH", "main") + "\n");

        assertThat(GitDirectory.find(path)).isPresent();
        assertThat(git.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ref: refs/heads/main\n", "ref:refs/heads/main", "1234567890123456789012345678901234567890\n"})
    void aHeadThatNamesABranchOrACommitIsWhole(String head) throws IOException {
        NativeGit.initBare(path);
        Files.writeString(path.resolve("HEAD"), head);

        assertThat(GitDirectory.find(path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "refs"})
    void aRepositoryWithoutItsObjectsOrRefsIsBroken(String folder) throws IOException {
        NativeGit.initBare(path);
        Files.move(path.resolve(folder), directory.resolve(folder));

        assertResidue("is a broken git repository: it has no objects or no refs", "Restore it");
    }

    @Test
    void aGitFileThatSaysNothingIsBroken() throws IOException {
        Files.writeString(Files.createDirectories(path).resolve(".git"), "elsewhere.git\n");

        assertResidue("it does not say where the git directory is");
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", "commondir"})
    void aFileWithANulByteLeadsToNoFolder(String name) throws IOException {
        boolean isCommon = name.equals("commondir");
        if (isCommon) {
            NativeGit.initBare(path);
        }
        Files.writeString(Files.createDirectories(path).resolve(name), (isCommon ? "" : "gitdir: ") + "a\0b\n");

        RefusedException refused = findRefused();
        assertThat(refused.type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT);
        assertThat(refused).hasMessageContaining(name + " is broken: it names a path with a NUL byte");
    }

    private void assertResidue(String... words) {
        RefusedException refused = findRefused();
        assertThat(refused.type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT);
        assertThat(refused.getMessage()).contains(words).contains("nothing was removed");
    }

    private RefusedException findRefused() {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> GitDirectory.find(path));
        assertThat(refused).isNotNull();
        return refused;
    }

    /** A clone would have been made in its place. */
    @Test
    void aPathThatCannotBeLookedAtIsNotTakenForAbsent() throws IOException {
        Files.createSymbolicLink(path, path);

        assertThatThrownBy(() -> GitDirectory.find(path)).isInstanceOf(FileSystemException.class);
    }
}

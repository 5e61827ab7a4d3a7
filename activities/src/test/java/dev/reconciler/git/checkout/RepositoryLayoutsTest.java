package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A move of branch main by one commit, in repositories that are laid out otherwise than {@code git clone} lays them out.
 * Native git says afterwards whether files, index and branch agree.
 */
@Tag("slow")
class RepositoryLayoutsTest {
    @TempDir
    static Path once;

    @TempDir
    Path temporary;

    private static ObjectId from;
    private static ObjectId to;

    private Path root;
    private Path path;
    private Path gitDir;
    private NativeGit git;

    @BeforeAll
    static void aBranchThatIsOneCommitBehind() {
        NativeGit template = NativeGit.init(once.resolve("data"), "--template=");
        from = template.commit("file", "one\n");
        to = template.commit("new", "two\n");
        template.run("reset", "-q", "--hard", from.name());
    }

    @BeforeEach
    void aCopyOfIt() throws IOException {
        root = temporary.toRealPath();
        path = root.resolve("data");
        gitDir = path.resolve(".git");
        git = TestRepositories.copy(once.resolve("data"), path);
        git.run("update-index", "-q", "--refresh");
    }

    @Test
    void filesAreWrittenWhereTheSettingsPutTheWorkTree() throws IOException {
        Path elsewhere = moveFilesTo("elsewhere");
        git.run("config", "core.worktree", elsewhere.toString());

        assertMoved(path, elsewhere);
        assertThat(path.resolve("new")).doesNotExist();
    }

    /** As git-lfs asks for it: from a folder without .git, the variable alone leads to the repository. */
    @Test
    void aFilterIsToldTheGitDirectoryOfAWorkTreeElsewhere() throws IOException {
        Path elsewhere = moveFilesTo("elsewhere");
        git.run("config", "core.worktree", elsewhere.toString());
        git.run("config", "filter.where.smudge", "git rev-parse --absolute-git-dir");
        git.run("config", "filter.where.clean", "echo two");
        Files.writeString(Files.createDirectories(gitDir.resolve("info")).resolve("attributes"), "new filter=where\n");

        move(path);

        assertThat(elsewhere.resolve("new")).hasContent(gitDir.toString());
    }

    @Test
    void aWorkTreeIsFoundInItsOwnFileOfSettings() throws IOException {
        Path elsewhere = moveFilesTo("elsewhere");
        git.run("config", "extensions.worktreeConfig", "true");
        git.run("config", "--worktree", "core.worktree", "../../elsewhere");

        assertMoved(path, elsewhere);
        assertThat(path.resolve("new")).doesNotExist();
    }

    /** As managers of dotfiles lay it out: the git directory by itself, and its files in the home directory. */
    @Test
    void aGitDirectoryByItselfHasTheWorkTreeOfItsSettings() throws IOException {
        Path home = moveFilesTo("home");
        Path alone = Files.move(gitDir, root.resolve("dotfiles.git"));
        NativeGit.in(alone).run("config", "core.worktree", "../home");

        assertMoved(alone, home);
        assertThat(alone.resolve("new")).doesNotExist();
    }

    @Test
    void aRelativeWorkTreeStartsWhereTheGitDirectoryReallyIs() throws IOException {
        Path real = Files.move(
                gitDir, Files.createDirectories(root.resolve("deep/below")).resolve("real.git"));
        Files.createSymbolicLink(gitDir, real);
        Path files = Files.createDirectories(root.resolve("deep/files"));
        Files.move(path.resolve("file"), files.resolve("file"));
        NativeGit.in(real).run("config", "core.worktree", "../../files");

        assertMoved(path, files);
        assertThat(path.resolve("new")).doesNotExist();
    }

    @Test
    void aWorkTreeThatIsNotThereIsRefused() {
        git.run("config", "core.worktree", "../../unmounted");

        assertRefused(path, "core.worktree", "unmounted is no folder");
    }

    /** Git moves such a branch in no command that looks at files, and what lies beside it is nobody's checkout. */
    @Test
    void aBareRepositoryWithTheIndexOfACheckoutIsRefused() {
        git.run("config", "core.bare", "true");

        assertRefused(path, "is bare (core.bare), and has an index of files");
    }

    @Test
    void aBareRepositoryThatWasACloneHasNoFiles() throws IOException {
        git.run("config", "core.bare", "true");
        Files.delete(gitDir.resolve("index"));
        Files.delete(path.resolve("file"));

        move(path);
        assertThat(path.resolve("new")).doesNotExist();
        assertThat(NativeGit.in(gitDir).id("main")).isEqualTo(to);
    }

    /** An application may commit to a bare repository by read-tree, update-index and write-tree. */
    @Test
    void aBareRepositoryWithAnIndexThatDescribesNoFilesIsMoved() throws IOException {
        Path bare = root.resolve("bare.git");
        NativeGit.clone(path.toString(), bare, "--bare");
        NativeGit.in(bare).run("fetch", "-q", path.toString(), to.name());
        NativeGit.in(bare).run("read-tree", "main");

        move(bare);
        assertThat(NativeGit.in(bare).id("main")).isEqualTo(to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ref:refs/heads/main", "ref:\trefs/heads/main\n", "ref: refs/heads/main  \n\n"})
    void aHeadIsReadWithAnySpacesThatGitAllows(String head) throws IOException {
        Files.writeString(gitDir.resolve("HEAD"), head);

        assertMoved(path, path);
    }

    /** The branch moved without its files, and the application's next commit took the remote's change back. */
    @Test
    void aHeadThatIsASymbolicLinkIsFollowed() throws IOException {
        linkRef("HEAD", "refs/heads/main");

        assertMoved(path, path);
        assertThat(gitDir.resolve("HEAD")).isSymbolicLink();
    }

    @Test
    void aHeadThatLeadsToTheBranchByALinkBelowRefsIsFollowed() throws IOException {
        git.run("symbolic-ref", "HEAD", "refs/heads/alias");
        linkRef("refs/heads/alias", "refs/heads/main");

        assertMoved(path, path);
    }

    @Test
    void aLinkedWorkTreeWithAHeadThatIsASymbolicLinkIsSeen() throws IOException {
        git.run("checkout", "-q", "--detach");
        git.run("worktree", "add", "-q", "../linked", "main");
        linkRef("worktrees/linked/HEAD", "refs/heads/main");

        assertRefused(path, "is checked out in another work tree");
        assertMoved(root.resolve("linked"), root.resolve("linked"));
    }

    @Test
    void aBranchThatIsASymbolicLinkIsRefusedByItsTarget() throws IOException {
        git.run("branch", "-m", "main", "trunk");
        linkRef("refs/heads/main", "refs/heads/trunk");
        assertThat(git.run("symbolic-ref", "refs/heads/main")).isEqualTo("refs/heads/trunk");

        assertThatThrownBy(() -> readLocal(path))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is a symbolic ref to refs/heads/trunk; give that one");
    }

    @Test
    void aGitDirectoryBehindALinkIsMoved() throws IOException {
        Files.createSymbolicLink(gitDir, Files.move(gitDir, root.resolve("real.git")));

        assertMoved(path, path);
    }

    @Test
    void aPathThatIsALinkIsMoved() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("current"), path);

        assertMoved(link, path);
    }

    /** After a link, {@code ..} leads elsewhere than the text says. */
    @Test
    void aGitFileIsFollowedThroughTheLinkThatLeadsToIt() throws IOException {
        Files.move(gitDir, Files.createDirectories(root.resolve("deep/below")).resolveSibling("real.git"));
        Path deep = Files.move(path, root.resolve("deep/below/data"));
        Files.writeString(deep.resolve(".git"), "gitdir: ../../real.git\r\n");
        Path link = Files.createSymbolicLink(root.resolve("current"), deep);

        assertMoved(link, deep);
    }

    @Test
    void objectsBehindALinkAreRead() throws IOException {
        Path objects = gitDir.resolve("objects");
        Files.createSymbolicLink(objects, Files.move(objects, root.resolve("objects")));

        assertMoved(path, path);
    }

    /** As git-new-workdir makes it: which branch the other one has checked out shows nowhere. */
    @ParameterizedTest
    @ValueSource(strings = {"refs", "refs/heads", "packed-refs"})
    void refsOfAnotherRepositoryBehindALinkAreRefused(String shared) throws IOException {
        git.run("pack-refs", "--all", "--no-prune");
        Path file = gitDir.resolve(shared);
        Files.createSymbolicLink(file, Files.move(file, root.resolve("shared")));
        assertThat(git.id("main")).isEqualTo(from);

        assertRefused(path, "a symbolic link to the refs of another repository (" + shared + ")");
    }

    @Test
    void idsInCapitalLettersAreRead() throws IOException {
        Files.writeString(gitDir.resolve("refs/heads/main"), from.name().toUpperCase(Locale.ROOT) + "\n");

        assertMoved(path, path);
    }

    @Test
    void packedIdsInCapitalLettersAreRead() throws IOException {
        git.run("pack-refs", "--all", "--prune");
        Path packed = gitDir.resolve("packed-refs");
        String text = Files.readString(packed, StandardCharsets.US_ASCII);
        Files.writeString(packed, text.replace(from.name(), from.name().toUpperCase(Locale.ROOT)));

        assertMoved(path, path);
    }

    private Path moveFilesTo(String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.move(path.resolve("file"), folder.resolve("file"));
        return folder;
    }

    private void linkRef(String name, String target) throws IOException {
        Path file = gitDir.resolve(name);
        Files.deleteIfExists(file);
        Files.createSymbolicLink(file, Path.of(target));
    }

    private void assertMoved(Path configured, Path workTree) throws IOException {
        move(configured);

        assertThat(workTree.resolve("new")).hasContent("two");
        NativeGit there = NativeGit.in(configured);
        assertThat(there.id("refs/heads/main")).isEqualTo(to);
        // With the work tree named, git answers from any folder.
        assertThat(there.run("--work-tree=" + workTree, "status", "--porcelain", "--untracked-files=no"))
                .isEmpty();
    }

    private void assertRefused(Path configured, String... words) {
        assertThatThrownBy(() -> move(configured))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNSUPPORTED))
                .message()
                .contains(words);
        assertThat(git.run("--work-tree=" + path, "rev-parse", "refs/heads/main"))
                .isEqualTo(from.name());
        assertThat(path.resolve("new")).doesNotExist();
    }

    private void move(Path configured) throws IOException {
        assertThat(readLocal(configured)).isEqualTo(from);
        try (DataRepository repository = open(configured);
                RepositoryLock lock = repository.lock()) {
            BranchMover mover = new BranchMover(repository);
            mover.check(from, to);
            assertThat(mover.move(from, to, "test", () -> {})).isTrue();
        }
    }

    private static ObjectId readLocal(Path configured) throws IOException {
        try (DataRepository repository = open(configured)) {
            return repository.local();
        }
    }

    private static DataRepository open(Path configured) throws IOException {
        return DataRepository.open(TestRepositories.settings(configured, "remote.git"))
                .orElseThrow();
    }
}

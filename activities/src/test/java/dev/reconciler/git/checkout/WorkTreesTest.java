package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work trees and operations in them that native git made; branch main is the one that is looked for. */
class WorkTreesTest {
    @TempDir
    Path root;

    private Path path;
    private NativeGit git;

    @BeforeEach
    void twoBranchesThatConflict() throws IOException {
        path = root.toRealPath().resolve("data");
        git = NativeGit.init(path);
        git.commit("file", "base\n");
        git.run("checkout", "-q", "-b", "other");
        git.commit("file", "other\n");
        git.run("checkout", "-q", "main");
        git.commit("file", "main\n");
    }

    @Test
    void theWorkTreeThatHasTheBranchCheckedOutIsFound() throws IOException {
        assertThat(withBranch()).contains(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "--detach"})
    void aWorkTreeThatHasSomethingElseCheckedOutIsNotMoved(String what) throws IOException {
        git.run("checkout", "-q", what);

        assertThat(withBranch()).isEmpty();
    }

    @Test
    void aBareRepositoryHasNoWorkTree() throws IOException {
        NativeGit.clone(path.toString(), root.resolve("bare.git"), "--bare");

        assertThat(withBranch(root.resolve("bare.git"))).isEmpty();
    }

    @Test
    void aHeadThatLeadsToTheBranchByAnotherNameHasItCheckedOut() throws IOException {
        git.run("symbolic-ref", "refs/heads/alias", "refs/heads/main");
        git.run("symbolic-ref", "HEAD", "refs/heads/alias");

        assertThat(withBranch()).contains(path);
    }

    /** With the branch moved under it, the other work tree showed every new file as deleted. */
    @Test
    void aBranchThatAnotherWorkTreeHasCheckedOutIsRefused() {
        git.run("checkout", "-q", "other");
        git.run("worktree", "add", "-q", "../linked", "main");

        assertRefused(this::withBranch, "linked");
        assertThat(root.resolve("linked")).exists();
    }

    @Test
    void aLinkedWorkTreeThatIsGivenIsTheOneThatIsFound() throws IOException {
        git.run("checkout", "-q", "other");
        git.run("worktree", "add", "-q", "../linked", "main");

        assertThat(withBranch(root.resolve("linked"))).contains(path.resolveSibling("linked"));
    }

    /** As {@code git worktree add --relative-paths} of git 2.48 and later writes it. */
    @Test
    void aLinkedWorkTreeIsFoundByRelativePathsToo() throws IOException {
        git.run("checkout", "-q", "other");
        git.run("worktree", "add", "-q", "../linked", "main");
        git.run("config", "core.repositoryFormatVersion", "1");
        git.run("config", "extensions.relativeWorktrees", "true");
        Files.writeString(root.resolve("linked/.git"), "gitdir: ../data/.git/worktrees/linked\n");
        Files.writeString(path.resolve(".git/worktrees/linked/gitdir"), "../../../../linked/.git\n");

        assertThat(withBranch(root.resolve("linked"))).contains(path.resolveSibling("linked"));
        assertRefused(this::withBranch, "linked");
    }

    @Test
    void aWorkTreeWhoseFolderWasRemovedByHandIsPassedOverUnlessItIsLocked() throws IOException {
        git.run("checkout", "-q", "other");
        git.run("worktree", "add", "-q", "../linked", "main");
        Files.move(root.resolve("linked"), root.resolve("away"));

        assertThat(withBranch()).isEmpty();
        Files.createFile(path.resolve(".git/worktrees/linked/locked"));
        assertRefused(this::withBranch, "linked");
    }

    @Test
    void theGitDirectoryOfAWorkTreeIsRefusedInItsPlace() {
        git.run("init", "-q", "--separate-git-dir", "../separate");

        assertRefused(() -> withBranch(path.resolveSibling("separate")), "belongs to a work tree");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "cherry-pick", "rebase"})
    void anOperationThatWaitsForAPersonIsBusy(String operation) {
        git.attempt(operation, "other");

        assertBusy();
    }

    @Test
    void aRevertThatWaitsForAPersonIsBusy() {
        git.commit("file", "newer\n");
        git.attempt("revert", "HEAD~1");

        assertBusy();
    }

    @Test
    void aSearchByHalvesIsBusy() {
        git.run("bisect", "start");

        assertBusy();
    }

    /** HEAD is detached meanwhile, and the branch is set at the end: whatever had moved it until then was lost. */
    @Test
    void aRebaseOfTheBranchInAnotherWorkTreeIsBusy() {
        git.run("checkout", "-q", "other");
        git.run("worktree", "add", "-q", "../linked", "main");
        NativeGit.in(root.resolve("linked")).attempt("rebase", "other");

        assertBusy();
    }

    @Test
    void anOperationOnAnotherBranchIsNoHindrance() throws IOException {
        git.run("checkout", "-q", "other");
        git.attempt("merge", "main");

        assertThat(withBranch()).isEmpty();
    }

    @Test
    void anIndexThatSomebodyHasLockedIsBusy() throws IOException {
        Files.createFile(path.resolve(".git/index.lock"));

        assertThatThrownBy(this::withBranch)
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessageContaining("index.lock");
    }

    private Optional<Path> withBranch() throws IOException {
        return withBranch(path);
    }

    private static Optional<Path> withBranch(Path path) throws IOException {
        try (DataRepository repository = DataRepository.open(TestRepositories.settings(path, "remote.git"))
                .orElseThrow()) {
            return new WorkTrees(repository).findCheckedOut();
        }
    }

    private void assertBusy() {
        assertThatThrownBy(this::withBranch)
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessageContaining(" there ends it");
    }

    private static void assertRefused(ThrowingCallable search, String words) {
        assertThatThrownBy(search)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNSUPPORTED))
                .hasMessageContaining(words);
    }
}

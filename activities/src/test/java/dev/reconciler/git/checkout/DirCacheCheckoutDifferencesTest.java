package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.errors.CheckoutConflictException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why a work tree is not moved by JGit's {@link DirCacheCheckout}: the smallest examples where it decides otherwise.
 * They stand in docs/decisions.md. Where one of these tests fails because JGit's answer has changed, the decision can
 * be looked at again.
 */
class DirCacheCheckoutDifferencesTest {
    private static final String AGAIN = "JGit has changed: look at docs/decisions.md again";

    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void makeACommitThatAddsAFile() {
        git = NativeGit.init(directory);
        from = git.commit("f", "a\n");
        git.write("f", "b\n");
        to = git.commit("g", "b\n");
        git.run("reset", "-q", "--hard", from.name());
    }

    @Test
    void anEmptyFolderMakesRoomForAFileInGit() throws IOException {
        Files.createDirectory(directory.resolve("g"));
        git.run("read-tree", "-m", "-u", from.name(), to.name());
        assertThat(directory.resolve("g")).hasContent("b");
    }

    @Test
    void anEmptyFolderMakesRoomForAFileInOurs() throws IOException {
        Files.createDirectory(directory.resolve("g"));
        assertThat(moveByOurs()).isTrue();
        assertThat(directory.resolve("g")).hasContent("b");
    }

    @Test
    void anEmptyFolderIsInTheWayOfAFileInJGit() throws IOException {
        Files.createDirectory(directory.resolve("g"));
        assertThatThrownBy(this::moveByJGit)
                .as(AGAIN)
                .isInstanceOf(CheckoutConflictException.class)
                .hasMessageContaining("g");
    }

    @Test
    void anIndexByOursSaysThatTheFilesAreAsCommitted() throws IOException {
        moveByOurs();
        git.run("reset", "-q", "--soft", to.name());
        assertThat(git.attempt("diff-index", "--quiet", "HEAD").status()).isZero();
    }

    @Test
    void anIndexByJGitSaysThatTheFilesAreModified() throws IOException {
        moveByJGit();
        git.run("reset", "-q", "--soft", to.name());
        assertThat(git.attempt("diff-index", "--quiet", "HEAD").status())
                .as(AGAIN)
                .isNotZero();
    }

    @Test
    void aMoveThatFailsHalfWayIsTakenBackInOurs() throws IOException {
        loseTheContentOfG();
        assertThatThrownBy(this::moveByOurs).isInstanceOf(MissingObjectException.class);
        assertThat(directory.resolve("f")).hasContent("a");
        assertThat(git.run("status", "--porcelain")).isEmpty();
    }

    @Test
    void aMoveThatFailsHalfWayStaysHalfWayInJGitAsInGit() throws IOException {
        loseTheContentOfG();
        assertThatThrownBy(this::moveByJGit).as(AGAIN).isInstanceOf(MissingObjectException.class);
        assertThat(directory.resolve("f")).as(AGAIN).hasContent("b");
        git.run("reset", "-q", "--hard", from.name());
        assertThat(git.attempt("read-tree", "-m", "-u", from.name(), to.name()).status())
                .isNotZero();
        assertThat(directory.resolve("f")).hasContent("b");
    }

    private void loseTheContentOfG() throws IOException {
        git.run("checkout", "-q", to.name());
        git.write("g", "of its own\n");
        to = git.commitAll("a content of its own");
        String id = git.run("rev-parse", "HEAD:g");
        git.run("checkout", "-q", "main");
        Files.delete(directory.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2)));
    }

    private boolean moveByJGit() throws IOException {
        try (Repository repository = new FileRepositoryBuilder()
                        .setWorkTree(directory.toFile())
                        .build();
                RevWalk walk = new RevWalk(repository)) {
            DirCacheCheckout checkout = new DirCacheCheckout(
                    repository,
                    walk.parseCommit(from).getTree(),
                    repository.lockDirCache(),
                    walk.parseCommit(to).getTree());
            checkout.setFailOnConflict(true);
            return checkout.checkout();
        }
    }

    private boolean moveByOurs() throws IOException {
        try (DataRepository repository = DataRepository.open(
                                TestRepositories.settings(directory, Path.of("remote.git")))
                        .orElseThrow();
                RepositoryLock lock = repository.lock()) {
            return new BranchMover(repository).move(from, to, "test", () -> {});
        }
    }
}

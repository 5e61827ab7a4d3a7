package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.RepositoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A move that edits {@code folder/README} and calls it {@code folder/Readme}, on a disk that takes both names for one, as
 * those of a Mac do; on another disk only what needs no such disk.
 */
class RespelledFileTest {
    @TempDir
    Path directory;

    private CheckoutFixture checkout;
    private NativeGit git;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(directory);
        git.run("config", "core.ignoreCase", "true");
        from = git.commit("folder/README", "old\n");
        String edited = git.write("edited", "new\n").run("hash-object", "-w", "edited");
        Files.delete(directory.resolve("edited"));
        git.run("rm", "-q", "--cached", "folder/README");
        git.run("update-index", "--add", "--cacheinfo", "100644," + edited + ",folder/Readme");
        git.run("commit", "-q", "-m", "rename");
        to = git.id("HEAD");
        Files.delete(directory.resolve("folder/README"));
        git.run("reset", "-q", "--hard", from.name());
        checkout = CheckoutFixture.of(git);
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    private boolean move() throws IOException {
        try (RepositoryLock lock = checkout.repository().lock()) {
            return new BranchMover(checkout.repository()).move(from, to, "test", () -> {});
        }
    }

    private void recover() throws IOException {
        try (RepositoryLock lock = checkout.repository().lock()) {
            new NotedMoveRecovery(checkout.repository()).recover();
        }
    }

    private void assumeOneFile() {
        assumeTrue(Files.exists(directory.resolve("FOLDER")), "this disk tells upper from lower case");
    }

    private void assertOnly(String name, String content) {
        assertThat(directory.resolve("folder").toFile().list()).containsExactly(name);
        assertThat(directory.resolve("folder").resolve(name)).hasContent(content);
        assertThat(checkout.status()).isEmpty();
    }

    /** The old file was found by its new name, and taken for an untracked one in the way. */
    @Test
    void itIsMovedLikeAnyOther() throws IOException {
        assertThat(move()).isTrue();

        assertOnly("Readme", "new");
    }

    @Test
    void anEditOfAPersonByTheOldNameIsInTheWay() {
        git.write("folder/README", "a person's\n");

        assertThatThrownBy(this::move)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("in the way: folder/README;");
        assertThat(directory.resolve("folder/README")).hasContent("a person's");
    }

    @Test
    void aFileThatAPersonHasByTheNewNameIsInTheWay() throws IOException {
        Files.delete(directory.resolve("folder/README"));
        git.write("folder/Readme", "a person's\n");

        assertThatThrownBy(this::move)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("in the way: folder/Readme;");
        assertThat(directory.resolve("folder/Readme")).hasContent("a person's");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMoveThatWasKilledAfterItsFilesIsFinished(boolean branchMoved) throws IOException {
        assumeOneFile();
        git.run("update-ref", "refs/reconciler/main/move/from", from.name());
        git.run("update-ref", "refs/reconciler/main/move/to", to.name());
        Files.delete(directory.resolve("folder/README"));
        git.write("folder/Readme", "new\n");
        git.run("update-ref", "refs/heads/main", (branchMoved ? to : from).name());

        recover();

        assertThat(git.id("main")).isEqualTo(to);
        assertOnly("Readme", "new");
    }

    @Test
    void itsOldNameComesBackWhereTheBranchDoesNotMove() throws IOException {
        try (CheckoutTransaction transaction =
                CheckoutTransaction.begin(checkout.repository(), directory, checkout.changes(from, to))) {
            assertThat(transaction.moveFilesAndBranch(() -> {
                        assertThat(directory.resolve("folder").toFile().list()).containsExactly("Readme");
                        return false;
                    }))
                    .isFalse();
        }

        assertOnly("README", "old");
    }
}

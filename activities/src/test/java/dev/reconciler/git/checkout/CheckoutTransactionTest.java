package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A work tree at the old commit of a move that changes {@code changed}, adds {@code added} and deletes {@code deleted}.
 */
class CheckoutTransactionTest {
    @TempDir
    Path directory;

    private CheckoutFixture checkout;
    private NativeGit git;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(directory);
        git.write("changed", "old\n");
        from = git.commit("deleted", "old\n");
        git.run("rm", "-q", "deleted");
        git.write("changed", "new\n");
        to = git.commit("added", "new\n");
        git.run("reset", "-q", "--hard", from.name());
        checkout = CheckoutFixture.of(git);
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    private CheckoutTransaction begin() throws IOException {
        return CheckoutTransaction.begin(checkout.repository(), directory, checkout.changes(from, to));
    }

    private boolean swapBranch() throws IOException {
        return checkout.repository().refs().swap("refs/heads/main", from, to, "test");
    }

    @Test
    void filesBranchAndIndexAreThoseOfTheTarget() throws IOException {
        try (CheckoutTransaction transaction = begin()) {
            assertThat(transaction.moveFilesAndBranch(this::swapBranch)).isTrue();
            transaction.commitIndex();
        }

        assertThat(git.id("main")).isEqualTo(to);
        assertThat(checkout.status()).isEmpty();
        assertThat(directory.resolve(".git/index.lock")).doesNotExist();
    }

    /** Were the branch moved first, a kill would leave old files on it, and the application would commit them back. */
    @Test
    void theBranchMovesAfterTheFilesAndBeforeTheIndex() throws IOException {
        try (CheckoutTransaction transaction = begin()) {
            transaction.moveFilesAndBranch(() -> {
                assertThat(checkout.file("changed")).hasContent("new");
                assertThat(checkout.file("added")).exists();
                assertThat(checkout.file("deleted")).doesNotExist();
                assertThat(git.run("diff", "--cached", "--name-only")).isEmpty();
                return swapBranch();
            });

            assertThat(git.run("diff", "--cached", "--name-only", from.name())).isEmpty();
            transaction.commitIndex();
            assertThat(git.run("diff", "--cached", "--name-only", to.name())).isEmpty();
        }
    }

    @Test
    void theApplicationCannotCommitFromTheFirstFileToTheIndex() throws IOException {
        try (CheckoutTransaction transaction = begin()) {
            assertThat(commits()).isFalse();
            transaction.moveFilesAndBranch(() -> {
                assertThat(commits()).isFalse();
                return swapBranch();
            });
            assertThat(commits()).isFalse();
            transaction.commitIndex();
        }
        assertThat(commits()).isTrue();
    }

    private boolean commits() {
        return git.attempt("commit", "-a", "--allow-empty", "-m", "the application's")
                        .status()
                == 0;
    }

    @Test
    void whereTheBranchIsElsewhereTheFilesAreAsTheyWere() throws IOException {
        try (CheckoutTransaction transaction = begin()) {
            assertThat(transaction.moveFilesAndBranch(() -> false)).isFalse();
        }

        assertThat(git.id("main")).isEqualTo(from);
        assertThat(checkout.status()).isEmpty();
    }

    @Test
    void whereTheBranchCannotBeMovedTheFilesAreAsTheyWereAndTheErrorIsTold() throws IOException {
        try (CheckoutTransaction transaction = begin()) {
            assertThatThrownBy(() -> transaction.moveFilesAndBranch(() -> {
                        throw new IOException("the disk is full");
                    }))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("the disk is full");
        }

        assertThat(checkout.status()).isEmpty();
    }

    @Test
    void whatAPersonSavesAfterItWasWrittenIsNotTakenBack() throws IOException {
        try (CheckoutTransaction transaction = begin()) {
            transaction.moveFilesAndBranch(() -> {
                git.write("changed", "a person's\n");
                return false;
            });
        }

        assertThat(checkout.file("changed")).hasContent("a person's");
        assertThat(checkout.status()).isEqualTo(" M changed");
    }

    /**
     * The run said that nothing had moved and removed its note: the half-moved files were a person's edits for ever.
     */
    @Test
    void aMoveThatIsNeitherDoneNorTakenBackIsUnfinished() throws IOException {
        Path old = objectFile(git.run("rev-parse", from.name() + ":changed"));
        try (CheckoutTransaction transaction = begin()) {
            assertThatThrownBy(() -> transaction.moveFilesAndBranch(() -> {
                        Files.delete(old);
                        return false;
                    }))
                    .isInstanceOf(CheckoutTransaction.UnfinishedMoveException.class);
        }
    }

    private Path objectFile(String id) {
        return directory.resolve(".git/objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    }

    @Test
    void aPersonsFileIsRefusedBeforeAnythingIsWritten() throws IOException {
        git.write("changed", "a person's\n");

        try (CheckoutTransaction transaction = begin()) {
            assertThatThrownBy(() -> transaction.refuseUncommitted(directory))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("changed");
            assertThat(transaction.isAllOurs()).isFalse();
        }

        assertThat(checkout.status()).isEqualTo(" M changed");
    }

    @Test
    void anIndexThatAKilledRunLeftBehindIsBroughtAlong() throws IOException {
        try (CheckoutTransaction killed = begin()) {
            killed.moveFilesAndBranch(this::swapBranch);
        }
        assertThat(checkout.status()).isNotEmpty();

        try (CheckoutTransaction next = begin()) {
            next.finishFiles();
        }

        assertThat(checkout.status()).isEmpty();
    }
}

package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A work tree at the old commit of a move that changes {@code changed}, adds {@code added}, deletes {@code deleted} and
 * puts a file in the place of {@code folder}.
 */
class UncommittedPathsTest {
    @TempDir
    Path directory;

    private CheckoutFixture checkout;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void open() throws IOException {
        NativeGit git = NativeGit.init(directory);
        git.write("changed", "old\n").write("deleted", "old\n").write("folder/file", "old\n");
        from = git.commit("untouched", "old\n");
        git.run("rm", "-q", "deleted", "folder/file");
        git.write("changed", "new\n").write("added", "new\n").write("folder", "new\n");
        to = git.commitAll("move");
        git.run("reset", "-q", "--hard", from.name());
        checkout = CheckoutFixture.of(git);
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    private void look() throws IOException {
        new UncommittedPaths(checkout.files(), directory)
                .refuseUncommitted(
                        checkout.changes(from, to),
                        IndexFile.read(checkout.repository().git()));
    }

    private void assertFree() {
        assertThatCode(this::look).doesNotThrowAnyException();
    }

    private void assertInTheWay(String path) {
        assertThatThrownBy(this::look)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.WORK_TREE_DIRTY))
                .hasMessageContaining("in the way: " + path + ";");
    }

    @Test
    void aChangedFileThatWasDeletedHereIsToldAsThat() throws IOException {
        Files.delete(directory.resolve("changed"));

        assertThatThrownBy(this::look)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(
                        "were deleted here, and that is not committed: changed; git checkout HEAD -- PATH");
    }

    @Test
    void aCleanWorkTreeIsFreeAndAFileMayTakeTheFoldersPlace() {
        assertFree();
    }

    @Test
    void whatAPersonHasWhereTheMoveDoesNotGoIsNotInTheWay() {
        checkout.git().write("untouched", "a person's\n").write("untracked", "a person's\n");

        assertFree();
    }

    @Test
    void anEditedFileIsInTheWay() {
        checkout.git().write("changed", "a person's\n");

        assertInTheWay("changed");
    }

    /** With the file alone looked at, what a person had staged was lost without a trace. */
    @Test
    void aStagedEditIsInTheWayThoughTheFileIsAsItWas() {
        checkout.git().write("changed", "a person's\n").run("add", "changed");
        checkout.git().write("changed", "old\n");

        assertInTheWay("changed");
    }

    @Test
    void anEditedFileThatTheMoveDeletesIsInTheWay() {
        checkout.git().write("deleted", "a person's\n");

        assertInTheWay("deleted");
    }

    @Test
    void anUntrackedFileWhereOneIsAddedIsInTheWay() {
        checkout.git().write("added", "a person's\n");

        assertInTheWay("added");
    }

    @Test
    void anUntrackedFileInAFolderThatGivesWayIsInTheWay() {
        checkout.git().write("folder/untracked", "a person's\n");

        assertInTheWay("folder");
    }

    @Test
    void aFileThatIsSetAsideOnPurposeIsInTheWayOnceItIsEdited() {
        checkout.git().run("update-index", "--assume-unchanged", "changed");
        assertFree();

        checkout.git().write("changed", "a person's\n");
        assertInTheWay("changed");
    }

    @Test
    void aFileBelowALinkIsInTheWay() throws IOException {
        ObjectId flat = from;
        checkout.git().commit("linked/file", "new\n");
        to = checkout.git().id("HEAD");
        checkout.git().run("reset", "-q", "--hard", flat.name());
        Files.createDirectory(checkout.file("elsewhere"));
        Files.createSymbolicLink(checkout.file("linked"), Path.of("elsewhere"));

        assertInTheWay("linked/file");
    }

    /** An earlier attempt was killed between a file and the index: the next one took its own work for a person's. */
    @Test
    void whatAnEarlierAttemptHasDoneIsNotInTheWay() {
        checkout.git().write("changed", "new\n").write("added", "new\n");

        assertFree();
    }

    @Test
    void tenPathsAreNamedAndTheOthersCounted() throws IOException {
        ObjectId before = from;
        for (int i = 0; i < 12; i++) {
            checkout.git().write("many-" + (char) ('a' + i), "new\n");
        }
        to = checkout.git().commitAll("many");
        checkout.git().run("reset", "-q", "--hard", before.name());
        for (int i = 0; i < 12; i++) {
            checkout.git().write("many-" + (char) ('a' + i), "a person's\n");
        }

        assertThatThrownBy(this::look)
                .hasMessageContaining("many-a, many-b,")
                .hasMessageContaining("many-j and 2 more;")
                .hasMessageNotContaining("many-k");
    }
}

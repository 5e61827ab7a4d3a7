package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A work tree as a kill left it at each write of a move that changes {@code one}, adds {@code two}, deletes {@code
 * gone}.
 */
class NotedMoveRecoveryTest {
    private static final String FROM = "refs/reconciler/main/move/from";
    private static final String TO = "refs/reconciler/main/move/to";

    @TempDir
    Path directory;

    private CheckoutFixture checkout;
    private NativeGit git;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(directory);
        git.write("one", "old\n");
        from = git.commit("gone", "old\n");
        git.run("rm", "-q", "gone");
        git.write("one", "new\n");
        to = git.commit("two", "new\n");
        git.run("reset", "-q", "--hard", from.name());
        checkout = CheckoutFixture.of(git);
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    private Optional<ObjectId> recover() throws IOException {
        try (RepositoryLock lock = checkout.repository().lock()) {
            return new NotedMoveRecovery(checkout.repository()).recover();
        }
    }

    private void note() {
        git.run("update-ref", FROM, from.name());
        git.run("update-ref", TO, to.name());
    }

    private void assertNoNote() {
        assertThat(git.has(FROM)).isFalse();
        assertThat(git.has(TO)).isFalse();
    }

    private enum KilledAfter {
        NOTE,
        REMOVED_FILE,
        FIRST_FILE,
        ALL_FILES,
        BRANCH,
        INDEX
    }

    private void kill(KilledAfter write) throws IOException {
        note();
        if (write.compareTo(KilledAfter.REMOVED_FILE) >= 0) {
            Files.delete(directory.resolve("gone"));
        }
        if (write.compareTo(KilledAfter.FIRST_FILE) >= 0) {
            git.write("one", "new\n");
        }
        if (write.compareTo(KilledAfter.ALL_FILES) >= 0) {
            git.write("two", "new\n");
        }
        if (write.compareTo(KilledAfter.BRANCH) >= 0) {
            git.run("update-ref", "refs/heads/main", to.name());
        }
        if (write == KilledAfter.INDEX) {
            git.run("add", "-A");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMoveIsFinishedWhereverItWasKilled(KilledAfter write) throws IOException {
        kill(write);

        Optional<ObjectId> moved = recover();

        assertThat(git.id("main")).isEqualTo(to);
        assertThat(checkout.status()).isEmpty();
        assertNoNote();
        // The branch was moved by the recovery only where the killed run had not come to it.
        assertThat(moved).isEqualTo(write.compareTo(KilledAfter.BRANCH) < 0 ? Optional.of(from) : Optional.empty());
    }

    /** The old entry stayed beside the new file, and the application's next commit took the remote's change back. */
    @ParameterizedTest
    @EnumSource(names = {"NOTE", "ALL_FILES", "BRANCH"})
    void aFileThatGitWouldCommitInAnotherWayIsStagedAsTheRemoteHasIt(KilledAfter write) throws IOException {
        ObjectId target = to;
        from = git.commit("lines", "a\r\n");
        git.run("reset", "-q", "--hard", target.name());
        to = git.write("lines", "b\r\n").commit("more", "b\r\n");
        git.run("reset", "-q", "--hard", from.name());
        git.write(".git/info/attributes", "* text\n");
        kill(write);
        if (write != KilledAfter.NOTE) {
            git.write("lines", "b\r\n").write("more", "b\r\n");
        }

        recover();

        assertThat(git.id("main")).isEqualTo(to);
        assertThat(git.run("diff", "--cached", "--name-only")).isEmpty();
        assertThat(directory.resolve("lines")).hasBinaryContent("b\r\n".getBytes(StandardCharsets.UTF_8));
        assertNoNote();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTE", "REMOVED_FILE", "FIRST_FILE", "ALL_FILES"})
    void whereAPersonHasStagedAnEditTheOtherFilesGoBack(KilledAfter write) throws IOException {
        kill(write);
        git.write("one", "a person's\n").run("add", "one");

        assertThat(recover()).isEmpty();

        assertThat(git.id("main")).isEqualTo(from);
        assertThat(git.run("show", ":one")).isEqualTo("a person's");
        assertThat(directory.resolve("one")).hasContent("a person's");
        assertThat(directory.resolve("two")).doesNotExist();
        assertNoNote();
    }

    @Test
    void whatAPersonHasEditedSinceTheBranchMovedStays() throws IOException {
        kill(KilledAfter.BRANCH);
        git.write("one", "a person's\n");

        assertThat(recover()).isEmpty();

        assertThat(directory.resolve("one")).hasContent("a person's");
        assertThat(git.id("main")).isEqualTo(to);
        assertNoNote();
    }

    /** Else the application could commit files of a half-done move between the kill and the recovery. */
    @Test
    void theIndexLockOfTheKilledRunIsHeldUntilTheMoveIsFinished() throws IOException {
        kill(KilledAfter.FIRST_FILE);
        Path index = directory.resolve(".git/index.lock");
        Path proof = directory.resolve(".git/reconciler/held/left");
        Files.createDirectories(proof.getParent());
        Files.createLink(index, Files.createFile(proof));

        try (RepositoryLock lock = checkout.repository().lock()) {
            assertThat(index).exists();
            assertThat(new NotedMoveRecovery(checkout.repository()).recover()).contains(from);
        }

        assertThat(index).doesNotExist();
        assertThat(proof).doesNotExist();
        assertThat(checkout.status()).isEmpty();
        assertNoNote();
    }

    /** A power cut may take a rename and leave a later one: here the file is old, the branch new. */
    @ParameterizedTest
    @EnumSource(names = {"BRANCH", "INDEX"})
    void afterAPowerCutTheFilesThatTheBranchHasLeftBehindAreBroughtAlong(KilledAfter write) throws IOException {
        kill(write);
        git.write("one", "old\n");
        git.write("gone", "old\n");
        Files.delete(directory.resolve("two"));

        assertThat(recover()).isEmpty();

        assertThat(git.id("main")).isEqualTo(to);
        assertThat(checkout.status()).isEmpty();
        assertNoNote();
    }

    /** The next run let them be, and the application's git commit -a pushed the emptied files. */
    @ParameterizedTest
    @ValueSource(strings = {"", "n", "\0\0\0\0"})
    void aFileThatAPowerCutHasCutShortIsWrittenAnew(String left) throws IOException {
        kill(KilledAfter.INDEX);
        git.write("one", left);
        Files.setLastModifiedTime(directory.resolve("one"), FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));

        recover();

        assertThat(directory.resolve("one")).hasContent("new\n");
        assertThat(checkout.status()).isEmpty();
        assertNoNote();
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL_FILES", "BRANCH", "INDEX"})
    void aFileThatAPersonMayHaveEmptiedIsNamedWithTheCommandThatRestoresIt(KilledAfter write) throws IOException {
        kill(write);
        git.write("two", "");

        assertThatThrownBy(this::recover)
                .isInstanceOfSatisfying(RefusedException.class, error -> assertThat(error.type())
                        .isEqualTo(ErrorType.WORK_TREE_DIRTY))
                .hasMessageContaining("git checkout HEAD -- 'two'");

        assertThat(directory.resolve("two")).isEmptyFile();
        assertThat(git.has(TO)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {FROM, TO})
    void halfANoteIsRemovedAndNothingMoves(String half) throws IOException {
        git.run("update-ref", half, to.name());

        assertThat(recover()).isEmpty();

        assertThat(git.id("main")).isEqualTo(from);
        assertThat(checkout.status()).isEmpty();
        assertNoNote();
    }

    @Test
    void aBranchThatTheApplicationHasMovedSinceStaysWhereItIs() throws IOException {
        note();
        ObjectId elsewhere = git.commit("elsewhere", "the application's\n");

        assertThat(recover()).isEmpty();

        assertThat(git.id("main")).isEqualTo(elsewhere);
        assertThat(checkout.status()).isEmpty();
        assertNoNote();
    }

    /** The killed run's file stayed, and looked like an edit that nobody had made. */
    @Test
    void whereTheApplicationHasCommittedSinceTheFilesOfTheKilledRunGoBack() throws IOException {
        kill(KilledAfter.FIRST_FILE);
        git.write("elsewhere", "the application's\n").run("add", "elsewhere");
        git.run("commit", "-q", "-m", "the application's");
        ObjectId elsewhere = git.id("HEAD");

        assertThat(recover()).isEmpty();

        assertThat(git.id("main")).isEqualTo(elsewhere);
        assertThat(checkout.status()).isEmpty();
        assertNoNote();
    }

    /** The file went back and its entry stayed new, and each later move took the path for a person's. */
    @Test
    void whatThePersonHasStagedOfTheKilledRunStays() throws IOException {
        kill(KilledAfter.ALL_FILES);
        git.run("add", "one");
        git.write("two", "a person's\n");

        assertThat(recover()).isEmpty();

        assertThat(directory.resolve("one")).hasContent("new");
        assertThat(directory.resolve("two")).hasContent("a person's");
        assertThat(directory.resolve("gone")).hasContent("old");
        assertNoNote();
    }

    @Test
    void aWorkTreeThatAPersonHasSwitchedToAnotherBranchIsLeftAlone() throws IOException {
        note();
        git.run("checkout", "-q", "-b", "other");

        assertThat(recover()).isEmpty();

        assertThat(git.id("main")).isEqualTo(from);
        assertThat(checkout.status()).isEmpty();
        assertNoNote();
    }

    @Test
    void whereNothingWasNotedNothingIsChanged() throws IOException {
        git.write("one", "new\n");

        assertThat(recover()).isEmpty();

        assertThat(checkout.status()).isEqualTo(" M one");
    }

    @Test
    void theFileThatAKilledRunWasAboutToMoveIntoPlaceIsSwept() throws IOException {
        note();
        Path scratch = directory.resolve(".git/reconciler/checkout");
        Files.createDirectories(scratch.getParent());
        Files.writeString(scratch, "half");

        recover();

        assertThat(scratch).doesNotExist();
    }
}

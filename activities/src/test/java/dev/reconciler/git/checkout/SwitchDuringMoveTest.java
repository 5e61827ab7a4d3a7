package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.RepositoryLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code git switch} beside a move of {@code main} that changes {@code one}: HEAD is on {@code other} at first. */
class SwitchDuringMoveTest {
    @TempDir
    Path root;

    private CheckoutFixture checkout;
    private NativeGit git;
    private BranchMover mover;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(root.resolve("data"));
        from = git.commit("one", "old\n");
        git.run("branch", "other");
        to = git.commit("one", "new\n");
        git.run("reset", "-q", "--hard", from.name());
        git.run("switch", "-q", "other");
        git.run("worktree", "add", "-q", "--detach", "../linked");
        checkout = CheckoutFixture.of(git);
        mover = new BranchMover(checkout.repository());
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    private boolean move(BranchMover.MovePreparation meanwhile) throws IOException {
        try (RepositoryLock lock = checkout.repository().lock()) {
            return mover.move(from, to, "test", meanwhile);
        }
    }

    /** @param meanwhile what a git does at the instant at which the branch moves */
    private boolean moveBeside(Runnable meanwhile) throws IOException {
        try (RepositoryLock lock = checkout.repository().lock()) {
            return mover.moveBesideWorkTrees(from, to, () -> {
                assertThat(mover.isUnderWay()).isTrue();
                boolean moved = checkout.repository().refs().swap("refs/heads/main", from, to, "test");
                meanwhile.run();
                return moved;
            });
        }
    }

    private void assertBusy(ThrowingCallable attempt, String words) throws IOException {
        assertThatThrownBy(attempt).isInstanceOf(RepositoryBusyException.class).hasMessageContaining(words);
        assertThat(git.id("main")).isEqualTo(from);
        assertThat(mover.isUnderWay()).isFalse();
        assertThat(checkout.status()).isEmpty();
    }

    private void assertMovedWith(NativeGit workTree) throws IOException {
        assertThat(git.id("main")).isEqualTo(to);
        assertThat(workTree.directory().resolve("one")).hasContent("new");
        assertThat(workTree.run("status", "--porcelain")).isEmpty();
        assertThat(mover.isUnderWay()).isFalse();
    }

    // Git has read the branch before it moved, so files and index are those that the branch had before.
    private void endSwitch(NativeGit workTree) {
        workTree.run("symbolic-ref", "HEAD", "refs/heads/main");
    }

    private NativeGit linked() {
        return NativeGit.in(root.resolve("linked"));
    }

    private void create(String lock) {
        write(lock, "");
    }

    private void write(String file, String content) {
        try {
            Files.writeString(git.directory().resolve(".git").resolve(file), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void withoutASwitchTheBranchMovesAndNoNoteStays() throws IOException {
        assertThat(move(() -> {})).isTrue();

        assertThat(git.id("main")).isEqualTo(to);
        assertThat(mover.isUnderWay()).isFalse();
        assertThat(checkout.file("one")).hasContent("old");
    }

    /** The switch then ended with the old files on the new commit, and the next commit took the remote's change back. */
    @ParameterizedTest
    @ValueSource(strings = {"index.lock", "worktrees/linked/index.lock"})
    void theBranchStaysWhileAGitMayBeSwitchingToIt(String lock) throws IOException {
        assertBusy(() -> move(() -> create(lock)), lock);
        assertBusy(() -> move(() -> {}), lock);
        assertBusy(
                () -> {
                    try (RepositoryLock held = checkout.repository().lock()) {
                        mover.check(from, to);
                    }
                },
                lock);
    }

    /** A person may take an hour for the message, and the branch is checked out nowhere. */
    @ParameterizedTest
    @ValueSource(strings = {"", "worktrees/linked/"})
    void aCommitWhoseMessageIsBeingWrittenElsewhereStopsNoMove(String gitDirectory) throws IOException {
        write(gitDirectory + "index.lock", "DIRC");
        create(gitDirectory + "COMMIT_EDITMSG");

        assertThat(move(() -> {})).isTrue();
        assertThat(git.id("main")).isEqualTo(to);
    }

    /** Some disks keep whole seconds only, so a commit right before the switch has the time of its lock. */
    @Test
    void aSwitchRightAfterACommitIsASwitch() throws IOException {
        create("index.lock");
        create("COMMIT_EDITMSG");

        assertBusy(() -> move(() -> {}), "index.lock");
    }

    @Test
    void aLockThatAGitHasLeftLongAgoStopsNoMoveOfABranchThatIsCheckedOutNowhere() throws IOException {
        create("index.lock");
        Files.setLastModifiedTime(
                git.directory().resolve(".git/index.lock"),
                FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        assertThat(move(() -> {})).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.lock", "worktrees/linked/index.lock"})
    void theBranchGoesBackWhereAGitHasBegunToSwitchAsItMoved(String lock) throws IOException {
        assertBusy(() -> moveBeside(() -> create(lock)), lock);
    }

    @Test
    void aWorkTreeThatWasSwitchedToTheBranchFollowsItInTheNextTry() throws IOException {
        assertBusy(() -> move(() -> git.run("switch", "-q", "main")), "was switched to the branch");

        assertThat(move(() -> {})).isTrue();
        assertThat(checkout.file("one")).hasContent("new");
        assertThat(checkout.status()).isEmpty();
    }

    @Test
    void theBranchGoesBackToTheFilesOfASwitchThatEndedAsItMoved() throws IOException {
        assertBusy(() -> moveBeside(() -> endSwitch(git)), "was switched to the branch");

        assertThat(move(() -> {})).isTrue();
        assertThat(checkout.file("one")).hasContent("new");
        assertThat(checkout.status()).isEmpty();
    }

    @Test
    void theBranchGoesBackWhereAnotherWorkTreeWasSwitchedToItAsItMoved() throws IOException {
        assertThatThrownBy(() -> moveBeside(() -> endSwitch(linked())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("checked out in another work tree");

        assertThat(git.id("main")).isEqualTo(from);
        assertThat(linked().run("status", "--porcelain")).isEmpty();
        assertThat(mover.isUnderWay()).isFalse();
    }

    /** The branch went back, and the application's next commit had the remote's changes, which were staged, as its own. */
    @Test
    void theBranchStaysWhereAGitHasSwitchedToItsNewCommit() throws IOException {
        assertThat(moveBeside(() -> git.run("switch", "-q", "main"))).isTrue();

        assertMovedWith(git);
    }

    @Test
    void theBranchStaysWhereAnotherWorkTreeWasSwitchedToItsNewCommit() throws IOException {
        assertThat(moveBeside(() -> linked().run("switch", "-q", "main"))).isTrue();

        assertMovedWith(linked());
    }

    /** The branch is on its way back, since a git may be switching, as another git reads it. */
    @Test
    void theBranchMovesAgainWhereAGitHasReadItsNewCommitBeforeItWasBack() throws IOException {
        List<CompletableFuture<Void>> switches = new ArrayList<>();

        assertThat(moveBeside(() -> {
                    create("worktrees/linked/index.lock");
                    create("refs/heads/main.lock");
                    switches.add(CompletableFuture.runAsync(this::switchAndLetTheBranchGoBack));
                }))
                .isTrue();

        switches.forEach(CompletableFuture::join);
        assertMovedWith(git);
    }

    private void switchAndLetTheBranchGoBack() {
        git.run("switch", "-q", "main");
        try {
            Files.delete(git.directory().resolve(".git/refs/heads/main.lock"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Here git has brought index and files to the new commit, and has not set HEAD yet. */
    @Test
    void theNextTryMovesTheBranchToTheFilesOfASwitchThatEndedAfterIt() throws IOException {
        assertThatThrownBy(() -> moveBeside(() -> {
                    git.run("read-tree", "-m", "-u", "HEAD", "main");
                    create("index.lock");
                }))
                .isInstanceOf(RepositoryBusyException.class);
        assertThat(git.id("main")).isEqualTo(from);
        Files.delete(git.directory().resolve(".git/index.lock"));
        endSwitch(git);

        assertThat(move(() -> {})).isTrue();
        assertMovedWith(git);
    }

    @Test
    void theBranchGoesBackWhereAnIndexDoesNotTellWhatAGitHasRead() throws IOException {
        assertThatThrownBy(() -> moveBeside(() -> {
                    git.run("switch", "-q", "main");
                    git.run("update-index", "--split-index");
                }))
                .isInstanceOf(RepositoryBusyException.class);

        assertThat(git.id("main")).isEqualTo(from);
        assertThat(mover.isUnderWay()).isFalse();
    }

    @Test
    void whatTheApplicationHasCommittedOnTheMovedBranchStays() throws IOException {
        assertThat(moveBeside(() -> {
                    git.run("switch", "-q", "main");
                    git.commit("two", "the application's\n");
                }))
                .isTrue();

        assertThat(git.id("main~1")).isEqualTo(to);
        assertThat(mover.isUnderWay()).isFalse();
    }

    /** The note leads the next run to a work tree that is left with the files that the branch had before. */
    @Test
    void aBranchThatCanNotGoBackIsAMoveThatTheNextRunFinishes() throws IOException {
        assertThatThrownBy(() -> moveBeside(() -> {
                    endSwitch(git);
                    create("refs/heads/main.lock");
                }))
                .isInstanceOf(CheckoutTransaction.UnfinishedMoveException.class);
        assertThat(mover.isUnderWay()).isTrue();
        Files.delete(git.directory().resolve(".git/refs/heads/main.lock"));

        try (RepositoryLock lock = checkout.repository().lock()) {
            new NotedMoveRecovery(checkout.repository()).recover();
        }
        assertThat(git.id("main")).isEqualTo(to);
        assertThat(checkout.status()).isEmpty();
        assertThat(mover.isUnderWay()).isFalse();
    }

    /** The remote's changes were staged on the new branch. Git makes it without the index's lock. */
    @Test
    void theFilesGoBackWhereHeadHasLeftTheBranchForANewOne() throws IOException {
        git.run("switch", "-q", "main");

        assertBusy(() -> move(() -> git.run("switch", "-q", "-c", "feature")), "was switched to another branch");
        assertThat(checkout.file("one")).hasContent("old");
    }

    @Test
    void aBranchThatHeadLeftBeforeTheIndexWasLockedIsNotTouched() throws IOException {
        List<PathChange> changes = checkout.changes(from, to);
        try (CheckoutTransaction transaction =
                CheckoutTransaction.begin(checkout.repository(), git.directory(), changes)) {
            assertThatThrownBy(transaction::refuseLeft).isInstanceOf(RepositoryBusyException.class);
            git.run("symbolic-ref", "HEAD", "refs/heads/main");
            transaction.refuseLeft();
        }
    }
}

package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.DroppedTips;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches in a clone that native git made, in one of ours, and where there is none yet. */
class FetchStepTest {
    @TempDir
    Path root;

    private StepFixture sides;

    @BeforeEach
    void open() throws IOException {
        sides = new StepFixture(root);
    }

    @AfterEach
    void close() {
        sides.close();
    }

    private RemoteState fetch() throws IOException {
        return new FetchStep(sides.settings(), false).run(StepFixture.soon());
    }

    private static RemoteState state(RemoteState.FetchStatus status, @Nullable ObjectId local, ObjectId remote) {
        return new RemoteState(status, local == null ? null : CommitIds.of(local), CommitIds.of(remote), 0, 0, false);
    }

    @Test
    void equalSidesAreOnRecordAfterTheFirstFetchAndNothingIsWrittenByTheNext() throws IOException {
        assertThat(fetch()).isEqualTo(state(RemoteState.FetchStatus.IN_SYNC, sides.base(), sides.base()));
        assertThat(new SharedHistory(sides.repository()).isAgreedAt(sides.base()))
                .isTrue();
        String reflogs = sides.git().run("reflog", "show", "--all");

        fetch();

        assertThat(sides.git().run("reflog", "show", "--all")).isEqualTo(reflogs);
    }

    /** Not noted before anything moved, a commit that the remote took back after a kill looked like an own one. */
    @Test
    void aCommitOfTheRemoteIsNotedBeforeAnythingMoves() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");

        assertThat(fetch()).isEqualTo(state(RemoteState.FetchStatus.DIFFERENT, sides.base(), theirs));

        assertThat(new SharedHistory(sides.repository()).sharedTips()).contains(theirs);
        assertThat(sides.git().id("main")).isEqualTo(sides.base());
    }

    /** Once local had followed the remote, a conflict's commits that stand on what was dropped would have brought it back. */
    @Test
    void whatTheRemoteHasDroppedStaysKnownWhileItShowsAConflictBranchOfAnyHost() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        sides.git().run("pull", "-q");
        fetch();
        sides.git().run("push", "-q", "origin", "HEAD:refs/heads/conflicts/2026-11-26T09-00-00Z");
        sides.resetRemote(sides.base());
        sides.git().run("reset", "-q", "--hard", sides.base().name());
        fetch();
        fetch();
        assertThat(new SharedHistory(sides.repository()).sharedTips()).containsExactly(sides.base());
        assertThat(new DroppedTips(sides.repository()).list()).containsExactly(theirs);

        sides.remote().run("branch", "-D", "conflicts/2026-11-26T09-00-00Z");
        fetch();

        assertThat(new DroppedTips(sides.repository()).list()).isEmpty();
    }

    @Test
    void aPlanFindsTheSameAndTouchesNoRef() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        String before = sides.git().refs();

        assertThat(new FetchStep(sides.settings(), false).plan(StepFixture.soon()))
                .isEqualTo(state(RemoteState.FetchStatus.DIFFERENT, sides.base(), theirs));

        assertThat(sides.git().refs()).isEqualTo(before);
    }

    @Test
    void aPlanWithoutACloneSaysWhatARunWouldCloneAndMakesNothing() throws IOException {
        RepositorySettings nowhere = TestRepositories.settings(
                root.resolve("new/data"), sides.remote().directory());

        assertThat(new FetchStep(nowhere, false).plan(StepFixture.soon()))
                .isEqualTo(state(RemoteState.FetchStatus.CLONED, null, sides.base()));

        assertThat(root.resolve("new")).doesNotExist();
    }

    @Test
    void aShallowCloneIsMadeWholeByARunAndRefusedByAPlan() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        NativeGit shallow = NativeGit.clone(
                "file://" + sides.remote().directory(), root.resolve("shallow"), "--depth", "1", "--no-local");
        RepositorySettings settings =
                TestRepositories.settings(shallow.directory(), sides.remote().directory());

        assertThatThrownBy(() -> new FetchStep(settings, false).plan(StepFixture.soon()))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNSUPPORTED))
                .hasMessageContainingAll("shallow", "a run would fetch all that is missing", "(once)");
        assertThat(new FetchStep(settings, false).run(StepFixture.soon()))
                .isEqualTo(state(RemoteState.FetchStatus.IN_SYNC, theirs, theirs));

        assertThat(shallow.run("rev-list", "--count", "main")).isEqualTo("2");
    }

    /** The library removes the list of what is missing first: a deepening that broke off left a broken clone. */
    @Test
    void aDeepeningThatBreaksOffLeavesTheShallowCloneAsItWas() throws IOException {
        ObjectId old = sides.commitRemotely("theirs", "one\n");
        sides.commitRemotely("theirs", "two\n");
        NativeGit shallow = NativeGit.clone(
                "file://" + sides.remote().directory(), root.resolve("shallow"), "--depth", "1", "--no-local");
        String name = sides.remote().run("rev-parse", old.name() + ":theirs");
        Path object = sides.remote()
                .directory()
                .resolve("objects")
                .resolve(name.substring(0, 2))
                .resolve(name.substring(2));
        byte[] content = Files.readAllBytes(object);
        Files.delete(object);
        Path boundary = shallow.directory().resolve(".git/shallow");
        String before = Files.readString(boundary);
        FetchStep step = new FetchStep(
                TestRepositories.settings(shallow.directory(), sides.remote().directory()), false);

        assertThatThrownBy(() -> step.run(StepFixture.soon())).isInstanceOf(GitException.class);

        assertThat(boundary).hasContent(before.strip());
        shallow.fsck();
        Files.write(object, content);
        step.run(StepFixture.soon());
        assertThat(shallow.run("rev-list", "--count", "main")).isEqualTo("3");
        assertThat(boundary).doesNotExist();
        try (Stream<Path> left = Files.list(shallow.directory().resolve(".git/objects"))) {
            assertThat(left.map(file -> file.getFileName().toString())).noneMatch(file -> file.startsWith("incoming_"));
        }
    }

    @Test
    void theLockOfAGitThatDeepensIsNamed() throws IOException {
        NativeGit shallow = deepenable();
        Path lock = Files.createFile(shallow.directory().resolve(".git/shallow.lock"));

        assertThatThrownBy(() -> new FetchStep(
                                TestRepositories.settings(
                                        shallow.directory(), sides.remote().directory()),
                                false)
                        .run(StepFixture.soon()))
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessageContaining(lock.toString());
        assertThat(lock).exists();
    }

    /** Its proof is the private file that is the same file, as of the other lock files that a kill leaves. */
    @Test
    void theLockOfADeepeningOfOursThatWasKilledIsRemoved() throws IOException {
        NativeGit shallow = deepenable();
        Path git = shallow.directory().resolve(".git");
        Path proof = Files.createFile(
                Files.createDirectories(git.resolve("reconciler/held")).resolve("0123456789abcdef-0"));
        Files.createLink(git.resolve("shallow.lock"), proof);

        new FetchStep(
                        TestRepositories.settings(
                                shallow.directory(), sides.remote().directory()),
                        false)
                .run(StepFixture.soon());

        assertThat(git.resolve("shallow")).doesNotExist();
        assertThat(git.resolve("shallow.lock")).doesNotExist();
    }

    private NativeGit deepenable() throws IOException {
        sides.commitRemotely("theirs", "theirs\n");
        return NativeGit.clone(
                "file://" + sides.remote().directory(), root.resolve("shallow"), "--depth", "1", "--no-local");
    }

    @Test
    void aSecondBranchIsStartedInACloneOfOurs() throws IOException {
        sides.remote().run("branch", "other");
        Path path = root.resolve("ours");
        new FetchStep(settings(path, "main"), false).run(StepFixture.soon());

        RemoteState started = new FetchStep(settings(path, "other"), true).run(StepFixture.soon());

        assertThat(started)
                .isEqualTo(
                        new RemoteState(RemoteState.FetchStatus.CLONED, null, CommitIds.of(sides.base()), 1, 0, true));
        assertThat(NativeGit.in(path).id("refs/heads/other")).isEqualTo(sides.base());
    }

    /** A branch that a person has deleted from their own clone came back at the next run. */
    @Test
    void aBranchThatIsMissingInAPersonsCloneIsNotStarted() {
        sides.remote().run("branch", "other");

        assertThatThrownBy(
                        () -> new FetchStep(settings(sides.git().directory(), "other"), false).run(StepFixture.soon()))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.BRANCH_MISSING));
        assertThat(sides.git().has("refs/heads/other")).isFalse();
    }

    private RepositorySettings settings(Path path, String branch) {
        RepositorySettings main = TestRepositories.settings(path, sides.remote().directory());
        return new RepositorySettings(
                main.id(),
                main.path(),
                main.remoteUrl(),
                main.remoteName(),
                new BranchName(branch),
                main.bare(),
                main.credentials(),
                main.identity());
    }

    /**
     * The try that finished the move failed at the remote: the next one had nothing to finish, and the move was never
     * told.
     */
    @Test
    void whatATryHasFinishedIsToldByTheTryThatReachesTheRemote() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        sides.fetch();
        sides.git()
                .run(
                        "update-ref",
                        "refs/reconciler/main/move/from",
                        sides.base().name());
        sides.git().run("update-ref", "refs/reconciler/main/move/to", theirs.name());
        FetchStep step = new FetchStep(sides.settings(), false);
        Path away = root.resolve("away.git");
        Files.move(sides.remote().directory(), away);
        assertThatThrownBy(() -> step.run(StepFixture.soon())).isInstanceOf(RuntimeException.class);
        Files.move(away, sides.remote().directory());

        RemoteState found = step.run(StepFixture.soon());

        assertThat(found.status()).isEqualTo(RemoteState.FetchStatus.IN_SYNC);
        assertThat(found.recovered()).isNotNull().satisfies(move -> assertThat(move.from())
                .isEqualTo(CommitIds.of(sides.base())));
    }

    /** Each try of the workflow is a step of its own: what one had finished, the next knew nothing of. */
    @Test
    void whatAFailedFetchHasFinishedIsInItsFailureAndDescribedByTheNextStep() throws IOException {
        ObjectId theirs = sides.commitRemotely("theirs", "theirs\n");
        sides.fetch();
        sides.git()
                .run(
                        "update-ref",
                        "refs/reconciler/main/move/from",
                        sides.base().name());
        sides.git().run("update-ref", "refs/reconciler/main/move/to", theirs.name());
        new ReloadNote(sides.repository()).recordOwed(theirs);
        RecoveredMove move = new RecoveredMove(CommitIds.of(sides.base()), Outcome.FAST_FORWARDED, 0, 1, null, null);
        FetchStep failing = new FetchStep(sides.settings(), true);
        Path away = root.resolve("away.git");
        Files.move(sides.remote().directory(), away);
        assertThatThrownBy(() -> failing.run(StepFixture.soon())).isInstanceOf(RuntimeException.class);

        assertThat(failing.addDone(sides.repository(), new FailureDetails(1, null)))
                .isEqualTo(new FailureDetails(1, null).withDone(move, true));
        FetchStep next = new FetchStep(sides.settings(), true, null, move);
        assertThatThrownBy(() -> next.run(StepFixture.soon())).isInstanceOf(RuntimeException.class);
        assertThat(next.addDone(sides.repository(), new FailureDetails(1, null)).recovered())
                .isEqualTo(move);
        Files.move(away, sides.remote().directory());
        assertThat(next.run(StepFixture.soon()).recovered()).isEqualTo(move);
    }

    @Test
    void aCloneIsMadeWhereThereIsNone() throws IOException {
        RepositorySettings settings = settings(root.resolve("made"), "main");

        assertThat(new FetchStep(settings, true).run(StepFixture.soon()))
                .isEqualTo(
                        new RemoteState(RemoteState.FetchStatus.CLONED, null, CommitIds.of(sides.base()), 1, 0, true));

        try (DataRepository made = DataRepository.open(settings).orElseThrow()) {
            assertThat(made.local()).isEqualTo(sides.base());
        }
    }
}

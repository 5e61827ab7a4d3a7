package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.RemoteState;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                .hasMessageContaining("shallow");
        assertThat(new FetchStep(settings, false).run(StepFixture.soon()))
                .isEqualTo(state(RemoteState.FetchStatus.IN_SYNC, theirs, theirs));

        assertThat(shallow.run("rev-list", "--count", "main")).isEqualTo("2");
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

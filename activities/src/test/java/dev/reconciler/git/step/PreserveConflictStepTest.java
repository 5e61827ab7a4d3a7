package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone whose own commit conflicts with the remote's, and has to go to a conflict branch. */
class PreserveConflictStepTest {
    private static final UtcName NAME = new UtcName("2026-11-26T10-00-00Z");
    private static final String BRANCH = "conflicts/" + NAME;
    private static final UtcName LATER_NAME = new UtcName("2026-11-26T11-00-00Z");

    @TempDir
    Path root;

    private final PreserveConflictStep step = new PreserveConflictStep();
    private StepFixture sides;
    private ObjectId own;
    private ObjectId theirs;

    @BeforeEach
    void open() throws IOException {
        sides = new StepFixture(root);
        own = sides.git().commit(StepFixture.FILE, "own\n");
        theirs = sides.commitRemotely(StepFixture.FILE, "theirs\n");
        sides.fetch();
    }

    @AfterEach
    void close() {
        sides.close();
    }

    private PreserveRequest request(@Nullable PreservedConflict earlier) {
        return request(NAME, earlier);
    }

    private PreserveRequest request(UtcName name, @Nullable PreservedConflict earlier) {
        return new PreserveRequest(
                sides.target(),
                CommitIds.of(own),
                CommitIds.of(own),
                CommitIds.of(theirs),
                name,
                earlier,
                Duration.ofMinutes(1));
    }

    private PreservedConflict preserve(@Nullable PreservedConflict earlier) throws IOException {
        return step.run(sides.repository(), request(earlier), StepFixture.soon());
    }

    private static PreservedConflict preserved(String branch, ObjectId commit) {
        return new PreservedConflict(new BranchName(branch), CommitIds.of(commit));
    }

    @Test
    void theCommitsAreOnABranchOfTheRemoteAndVerifiedUntilAPersonDeletesIt() throws IOException {
        PreservedConflict preserved = preserve(null);

        assertThat(preserved).isEqualTo(preserved(BRANCH, own));
        assertThat(sides.remote().id(BRANCH)).isEqualTo(own);
        assertThat(step.verify(sides.repository(), preserved, StepFixture.soon()))
                .isTrue();
        sides.remote().run("branch", "-D", BRANCH);
        assertThat(step.verify(sides.repository(), preserved, StepFixture.soon()))
                .isFalse();
    }

    @Test
    void aBranchThatExistsIsNeverOverwritten() throws IOException {
        sides.remote().run("branch", BRANCH, sides.base().name());

        assertThat(preserve(null)).isEqualTo(preserved(BRANCH + "-2", own));

        assertThat(sides.remote().id(BRANCH)).isEqualTo(sides.base());
        assertThat(sides.remote().id(BRANCH + "-2")).isEqualTo(own);
    }

    @Test
    void whatTheRemoteHasDroppedSinceTheFetchDoesNotComeBackToItOnAConflictBranch() {
        sides.remote().run("update-ref", "refs/heads/main", sides.base().name());

        assertThatThrownBy(() -> preserve(null))
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessageContaining("was moved from " + theirs.name() + " to "
                        + sides.base().name());

        assertThat(sides.remote().has("refs/heads/" + BRANCH)).isFalse();
    }

    @Test
    void aRemoteThatHasOnlyMovedForwardSinceTheFetchGetsTheCommits() throws IOException {
        sides.commitRemotely("further", "further\n");

        assertThat(preserve(null)).isEqualTo(preserved(BRANCH, own));
    }

    /** Who made the branch deletes it as he likes, and with it the only copy of the commits. */
    @Test
    void aBranchOfSomebodysOwnThatHoldsTheCommitsPreservesNothing() throws IOException {
        sides.git().run("push", "-q", "origin", own.name() + ":refs/heads/conflicts/alice-wip");

        assertThat(preserve(null)).isEqualTo(preserved(BRANCH, own));

        assertThat(sides.remote().id(BRANCH)).isEqualTo(own);
    }

    /**
     * A run that was killed after its push: the next one, with a later name, made a second branch of the same commits.
     */
    @Test
    void whatAKilledRunHasPushedIsFoundByItsCommit() throws IOException {
        sides.git().run("push", "-q", "origin", own.name() + ":refs/heads/conflicts/2026-11-26T09-00-00Z");

        assertThat(preserve(null)).isEqualTo(preserved("conflicts/2026-11-26T09-00-00Z", own));

        assertThat(sides.remote().has("refs/heads/" + BRANCH)).isFalse();
    }

    /** Twins have the time of their run: after a kill and a second, one conflict had two branches. */
    @Test
    void aTwinThatAKilledRunHasPushedIsFoundThoughItHasAnotherTime() throws IOException {
        ObjectId earlier = commitTwin("2026-11-26T09:00:00Z");
        ObjectId later = commitTwin("2026-11-26T09:00:07Z");
        String branch = "conflicts/2026-11-26T09-00-00Z";
        sides.git().run("push", "-q", "origin", earlier.name() + ":refs/heads/" + branch);

        PreservedConflict found = step.run(
                sides.repository(),
                new PreserveRequest(
                        sides.target(),
                        CommitIds.of(later),
                        CommitIds.of(own),
                        CommitIds.of(theirs),
                        NAME,
                        null,
                        Duration.ofMinutes(1)),
                StepFixture.soon());

        assertThat(found).isEqualTo(preserved(branch, earlier));
        assertThat(sides.remote().has("refs/heads/" + BRANCH)).isFalse();
    }

    private ObjectId commitTwin(String committed) {
        NativeGit.Result commit = sides.git()
                .attempt(
                        Map.of("GIT_COMMITTER_DATE", committed, "GIT_AUTHOR_DATE", "2026-11-26T08:00:00Z"),
                        sides.git().directory().resolve(StepFixture.FILE),
                        "commit-tree",
                        "-m",
                        "own",
                        "-p",
                        sides.base().name(),
                        own.name() + "^{tree}");
        return ObjectId.fromString(commit.output().strip());
    }

    @Test
    void whatWasReadBackAndThenDeletedIsEscapedUnderANewName() throws IOException {
        assertThat(step.verify(sides.repository(), preserve(null), StepFixture.soon()))
                .isTrue();
        sides.remote().run("branch", "-D", BRANCH);

        assertThat(step.run(sides.repository(), request(LATER_NAME, null), StepFixture.soon()))
                .isEqualTo(preserved("conflicts/" + LATER_NAME, own));
    }

    /** As some servers are set up: their git takes the branches, and shows them to nobody who fetches. */
    @Nested
    class WhereTheRemoteHidesConflictBranches {
        private DataRepository repository;

        @BeforeEach
        void serve() throws IOException {
            sides.remote().run("config", "uploadpack.hideRefs", "refs/heads/conflicts");
            // Read from the disk, the library shows what git's own server hides.
            sides.git().run("config", "core.sshCommand", "sh -c 'for last; do :; done; eval \"$last\"' ssh");
            sides.git().run("config", "ssh.variant", "ssh");
            repository = DataRepository.open(TestRepositories.settings(
                            sides.git().directory(),
                            "ssh://git.example.invalid" + sides.remote().directory()))
                    .orElseThrow();
        }

        @AfterEach
        void close() {
            repository.close();
        }

        private PreservedConflict preserve(UtcName name) throws IOException {
            return step.run(repository, request(name, null), StepFixture.soon());
        }

        /** Each run left one more branch of the same commits behind. */
        @Test
        void itGetsOneBranchOfTheSameCommitsHoweverManyRunsEscapeThem() {
            for (UtcName name : List.of(NAME, LATER_NAME)) {
                assertThatThrownBy(() -> preserve(name))
                        .isInstanceOf(RemoteUnavailableException.class)
                        .hasMessageContaining("does not show it");
            }

            assertThat(listConflicts()).containsExactly(BRANCH);
        }

        @Test
        void theBranchOfTheEarlierRunIsTakenOnceTheRemoteShowsIt() throws IOException {
            assertThatThrownBy(() -> preserve(NAME)).isInstanceOf(RemoteUnavailableException.class);
            assertThat(step.plan(repository, request(LATER_NAME, null), StepFixture.soon()))
                    .isEqualTo(preserved(BRANCH, own));
            showConflicts();

            PreservedConflict found = preserve(LATER_NAME);

            assertThat(found).isEqualTo(preserved(BRANCH, own));
            assertThat(step.verify(repository, found, StepFixture.soon())).isTrue();
            assertThat(listConflicts()).containsExactly(BRANCH);
        }

        @Test
        void aBranchThatSomebodyElseHasMovedIsLeftToThem() throws IOException {
            assertThatThrownBy(() -> preserve(NAME)).isInstanceOf(RemoteUnavailableException.class);
            sides.remote().run("branch", "-f", BRANCH, theirs.name());
            assertThatThrownBy(() -> preserve(LATER_NAME))
                    .isInstanceOf(RemoteUnavailableException.class)
                    .hasMessageContaining("let this login read the branches below conflicts/");
            showConflicts();

            assertThat(preserve(LATER_NAME)).isEqualTo(preserved("conflicts/" + LATER_NAME, own));

            assertThat(sides.remote().id(BRANCH)).isEqualTo(theirs);
        }

        private void showConflicts() {
            sides.remote().run("config", "--unset", "uploadpack.hideRefs");
        }

        private List<String> listConflicts() {
            return sides.remote()
                    .run("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/conflicts/")
                    .lines()
                    .toList();
        }
    }

    @Test
    void whatThisRunHasPreservedGoesForwardWithTheCommitsOfTheApplication() throws IOException {
        PreservedConflict earlier = preserve(null);
        own = sides.git().commit("more", "more\n");

        assertThat(preserve(earlier)).isEqualTo(preserved(BRANCH, own));

        assertThat(sides.remote().id(BRANCH)).isEqualTo(own);
        assertThat(sides.remote().run("branch", "--list", "conflicts/*").lines())
                .hasSize(1);
    }

    @Test
    void whatTheApplicationHasAmendedGetsABranchOfItsOwn() throws IOException {
        PreservedConflict earlier = preserve(null);
        ObjectId first = own;
        sides.git().run("commit", "-q", "--amend", "-m", "amended");
        own = sides.git().id("main");

        assertThat(preserve(earlier)).isEqualTo(preserved(BRANCH + "-2", own));

        assertThat(sides.remote().id(BRANCH)).isEqualTo(first);
    }

    @Test
    void nothingIsPushedWhereAFileOfAPersonWouldStopTheMoveAfterwards() {
        sides.git().write(StepFixture.FILE, "a person's\n");
        String before = sides.remote().refs();

        assertThatThrownBy(() -> preserve(null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(StepFixture.FILE);

        assertThat(sides.remote().refs()).isEqualTo(before);
    }

    @Test
    void aPlanNamesTheBranchThatARunMakesAndPushesNothing() throws IOException {
        sides.remote().run("branch", BRANCH, sides.base().name());
        String before = sides.remote().refs();

        PreservedConflict planned = step.plan(sides.repository(), request(null), StepFixture.soon());

        assertThat(sides.remote().refs()).isEqualTo(before);
        assertThat(planned).isEqualTo(preserve(null));
    }

    @Test
    void aPlanFindsWhatIsPreservedAlready() throws IOException {
        PreservedConflict there = preserve(null);

        assertThat(step.plan(sides.repository(), request(null), StepFixture.soon()))
                .isEqualTo(there);
    }
}

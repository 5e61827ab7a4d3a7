package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.Classification;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits in one clone: A-b-c as local and A-d as the remote, of which the clone was seen to hold more or less. */
class ClassifyStepTest {
    @TempDir
    Path root;

    private StepFixture sides;
    private NativeGit git;
    private ObjectId a;
    private ObjectId b;
    private ObjectId c;
    private ObjectId d;

    @BeforeEach
    void open() throws IOException {
        sides = new StepFixture(root);
        git = sides.git();
        a = sides.base();
        b = git.commit("b", "b\n");
        c = git.commit("c", "c\n");
        git.run("checkout", "-q", "--detach", a.name());
        d = git.commit("d", "d\n");
        git.run("checkout", "-q", "main");
    }

    @AfterEach
    void close() {
        sides.close();
    }

    private Classification classify(ObjectId local, ObjectId remote) throws IOException {
        return new ClassifyStep().run(sides.repository(), local, remote);
    }

    private static Classification expected(
            Divergence divergence, int ahead, int behind, int own, int dropped, @Nullable ObjectId base) {
        CommitId mergeBase = base == null ? null : CommitIds.of(base);
        return new Classification(divergence, ahead, behind, own, dropped, mergeBase);
    }

    /** Both sides were seen to hold a commit. */
    private void agreeOn(ObjectId commit) {
        git.run("update-ref", "refs/reconciler/main/agreed", commit.name());
    }

    @Test
    void theNumbersOfCommitsTellWhatWasNeverOnBothSides() throws IOException {
        assertThat(classify(c, c)).isEqualTo(expected(Divergence.UP_TO_DATE, 0, 0, 0, 0, c));
        assertThat(classify(a, c)).isEqualTo(expected(Divergence.BEHIND, 0, 2, 0, 0, a));
        assertThat(classify(c, a)).isEqualTo(expected(Divergence.AHEAD, 2, 0, 2, 0, a));
        assertThat(classify(c, d)).isEqualTo(expected(Divergence.DIVERGED, 2, 1, 2, 0, a));
    }

    @Test
    void whatBothSidesHeldAndTheRemoteLacksIsDroppedAndTheRestOwn() throws IOException {
        agreeOn(b);

        assertThat(classify(c, d)).isEqualTo(expected(Divergence.REWOUND, 2, 1, 1, 1, a));
    }

    /** By the numbers alone local was ahead, and the push brought back what the remote had just been rid of. */
    @Test
    void aRemoteThatWasResetToAnAncestorIsRewrittenAndLocalIsNotAhead() throws IOException {
        agreeOn(c);

        assertThat(classify(c, a)).isEqualTo(expected(Divergence.REWOUND, 2, 0, 0, 2, a));
    }

    @Test
    void anotherHistoryInThePlaceOfWhatBothSidesHeldIsARewrite() throws IOException {
        agreeOn(a);
        ObjectId other = rootCommit();

        assertThat(classify(a, other)).isEqualTo(expected(Divergence.REWOUND, 1, 1, 0, 1, null));
    }

    @Test
    void aHistoryThatSharesNothingIsRefusedWithBothCommits() {
        ObjectId other = rootCommit();
        git.run("update-ref", "-d", "refs/remotes/origin/main");

        assertThatThrownBy(() -> classify(c, other))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNRELATED_HISTORIES))
                .hasMessageContaining(c.abbreviate(7).name())
                .hasMessageContaining(other.abbreviate(7).name())
                .hasMessageContaining("no common ancestor");
    }

    /** A new URL was taken for a rewrite of the old remote: the run followed a stranger's repository. */
    @Test
    void anotherRepositoryBehindANewUrlIsRefused() throws IOException {
        agreeOn(b);

        try (DataRepository moved = openWithRemote(root.resolve("elsewhere.git"))) {
            assertThatThrownBy(() -> new ClassifyStep().run(moved, c, d))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                            .isEqualTo(ErrorType.UNRELATED_HISTORIES))
                    .hasMessageContaining("elsewhere.git")
                    .hasMessageContaining(b.name());
        }
    }

    @Test
    void aRepositoryThatOnlyMovedToANewUrlIsTheSame() throws IOException {
        agreeOn(a);

        try (DataRepository moved = openWithRemote(root.resolve("elsewhere.git"))) {
            assertThat(new ClassifyStep().run(moved, c, d)).isEqualTo(expected(Divergence.DIVERGED, 2, 1, 2, 0, a));
        }
    }

    private DataRepository openWithRemote(Path remote) throws IOException {
        return DataRepository.open(TestRepositories.settings(git.directory(), remote))
                .orElseThrow();
    }

    private ObjectId rootCommit() {
        git.run("checkout", "-q", "--orphan", "other");
        ObjectId commit = git.commit("other", "other\n");
        git.run("checkout", "-q", "main");
        return commit;
    }

    /** Another process has followed the remote, and recorded so: what the remote dropped would be pushed again. */
    @Test
    void aCommitThatTheBranchHasLeftIsNotCompared() {
        git.run("reset", "-q", "--hard", a.name());
        agreeOn(a);

        assertThatThrownBy(() -> classify(c, a))
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessageContaining("was moved from " + c.name() + " to " + a.name());
    }
}

package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone at the first commit of the remote, which has a second one by now. */
class MoveAttemptTest {
    private static final UtcName NAME = new UtcName("2026-11-26T10-00-00Z");
    private static final String KEPT = "refs/rewound/" + NAME;

    @TempDir
    Path root;

    private StepFixture sides;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void open() throws IOException {
        sides = new StepFixture(root);
        from = sides.base();
        to = sides.commitRemotely("theirs", "theirs\n");
        sides.fetch();
    }

    @AfterEach
    void close() {
        sides.close();
    }

    private Optional<MoveAnswer> tryMove(@Nullable UtcName keep, boolean tellsApplication) throws IOException {
        MoveRequest request = new MoveRequest(
                sides.target(),
                CommitIds.of(from),
                CommitIds.of(to),
                CommitIds.of(sides.remote().id("main")),
                keep,
                null);
        return new MoveAttempt(sides.repository(), request, tellsApplication).tryMove(from, to);
    }

    private static MoveAnswer done(ObjectId now, @Nullable String kept) {
        return new MoveAnswer(MoveAnswer.MoveStatus.DONE, CommitIds.of(now), kept, false);
    }

    @Test
    void theBranchMovesWithItsFilesAndTheAgreementIsOnRecord() throws IOException {
        assertThat(tryMove(null, false)).contains(done(to, null));

        assertThat(sides.git().id("main")).isEqualTo(to);
        assertThat(sides.status()).isEmpty();
        assertThat(new SharedHistory(sides.repository()).agreed()).contains(to);
    }

    /** A run that was killed after the branch left both sides equal and the agreement not on record. */
    @Test
    void whatAKilledAttemptHasMovedIsOnlyRecorded() throws IOException {
        sides.git().run("reset", "-q", "--hard", to.name());

        assertThat(tryMove(null, false)).contains(done(to, null));

        assertThat(new SharedHistory(sides.repository()).agreed()).contains(to);
    }

    @Test
    void aMoveIsDoneAndAnswersItsTargetWhereTheApplicationHasCommittedOnTop() throws IOException {
        sides.git().run("reset", "-q", "--hard", to.name());
        ObjectId onTop = sides.git().commit("own", "own\n");

        assertThat(tryMove(null, false)).contains(done(to, null));

        assertThat(sides.git().id("main")).isEqualTo(onTop);
    }

    /** The target of a move back is reached from everywhere: a commit on the old tip looked like one on the target. */
    @Test
    void aMoveBackIsNotDoneWhereTheApplicationHasCommittedOnTheOldTip() throws IOException {
        sides.git().run("reset", "-q", "--hard", to.name());
        ObjectId onTop = sides.git().commit("own", "own\n");
        from = to;
        to = sides.base();

        assertThat(tryMove(NAME, false)).isEmpty();

        assertThat(sides.git().id("main")).isEqualTo(onTop);
        assertThat(sides.git().has(KEPT)).isFalse();
    }

    @Test
    void aMoveBackKeepsWhatTheBranchLeaves() throws IOException {
        sides.git().run("reset", "-q", "--hard", to.name());
        sides.resetRemote(sides.base());
        from = to;
        to = sides.base();

        assertThat(tryMove(NAME, false)).contains(done(to, KEPT));

        assertThat(sides.git().id(KEPT)).isEqualTo(from);
        assertThat(sides.git().id("main")).isEqualTo(to);
    }

    /** The ref was made before the move was refused, and stayed: each retry of the run found the next name taken. */
    @Test
    void aMoveThatIsRefusedLeavesNoRefThatKeepsAnything() {
        sides.git().write("theirs", "a person's\n");

        assertThatThrownBy(() -> tryMove(NAME, false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("theirs");

        assertThat(sides.git().has(KEPT)).isFalse();
        assertThat(sides.git().id("main")).isEqualTo(from);
    }

    @Test
    void theApplicationIsOwedACallOnlyWhereItWantsToBeTold() throws IOException {
        assertThat(tryMove(null, true).orElseThrow().reloadOwed()).isTrue();
    }

    @Test
    void nothingIsOwedForABranchThatWasNotMoved() throws IOException {
        sides.git().commit("own", "own\n");

        assertThat(tryMove(null, true)).isEmpty();

        assertThat(new ReloadNote(sides.repository()).isOwed()).isFalse();
    }
}

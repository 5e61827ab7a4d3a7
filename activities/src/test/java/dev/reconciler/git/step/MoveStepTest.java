package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone with an own commit, a remote with another, and the replay of the own commit, onto which the branch moves. */
class MoveStepTest {
    private static final Instant REPLAYED_AT = Instant.parse("2026-11-26T10:00:00Z");
    private static final UtcName NAME = new UtcName("2026-11-26T10-00-00Z");

    @TempDir
    Path root;

    private StepFixture sides;
    private ObjectId own;
    private ObjectId theirs;
    private CommitId replayed;

    @BeforeEach
    void open() throws IOException {
        sides = new StepFixture(root);
        own = sides.git().commit("own", "own\n");
        theirs = sides.commitRemotely("theirs", "theirs\n");
        sides.fetch();
        ReplayRequest request = new ReplayRequest(
                sides.target(), CommitIds.of(own), CommitIds.of(theirs), CommitIds.of(theirs), REPLAYED_AT);
        replayed = Objects.requireNonNull(
                new ReplayStep().run(sides.repository(), request).tip());
    }

    @AfterEach
    void close() {
        sides.close();
    }

    private MoveRequest request(@Nullable UtcName keep, @Nullable Instant replayedAt) {
        return new MoveRequest(sides.target(), CommitIds.of(own), replayed, CommitIds.of(theirs), keep, replayedAt);
    }

    private MoveAnswer move(@Nullable Instant replayedAt) throws IOException {
        return new MoveStep(false).run(sides.repository(), request(null, replayedAt));
    }

    @Test
    void theBranchMovesOntoTheReplay() throws IOException {
        assertThat(move(REPLAYED_AT)).isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.DONE, replayed, null, false));

        assertThat(sides.git().id("main")).isEqualTo(CommitIds.of(replayed));
        assertThat(sides.status()).isEmpty();
    }

    @Test
    void whatTheApplicationCommittedMeanwhileIsTakenAlong() throws IOException {
        sides.git().commit("more", "more\n");
        sides.git().commit("even-more", "even more\n");

        MoveAnswer answer = move(REPLAYED_AT);

        assertThat(answer.status()).isEqualTo(MoveAnswer.MoveStatus.DONE);
        assertThat(sides.git().id("main")).isEqualTo(CommitIds.of(answer.now()));
        assertThat(sides.git().id("main~2")).isEqualTo(CommitIds.of(replayed));
        assertThat(sides.git().run("ls-files")).isEqualTo("even-more\nfile\nmore\nown\ntheirs");
        assertThat(sides.status()).isEmpty();
        sides.git().fsck();
    }

    @Test
    void aCommitThatTheApplicationAmendedMeanwhileStays() throws IOException {
        sides.git().run("commit", "-q", "--amend", "-m", "amended");
        ObjectId amended = sides.git().id("main");

        assertThat(move(REPLAYED_AT))
                .isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.MOVED, CommitIds.of(amended), null, false));

        assertThat(sides.git().id("main")).isEqualTo(amended);
    }

    @Test
    void whereTheTargetIsNoReplayANewCommitIsLeftToTheNextPass() throws IOException {
        ObjectId more = sides.git().commit("more", "more\n");

        assertThat(move(null)).isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.MOVED, CommitIds.of(more), null, false));

        assertThat(sides.git().id("main")).isEqualTo(more);
    }

    @Test
    void aMergeOfTheApplicationThatNeedsItsOriginalKeptIsLeftToTheNextPass() throws IOException {
        sides.git().run("checkout", "-q", "-b", "side", sides.base().name());
        sides.git().commit("own", "on the side\n");
        sides.git().run("checkout", "-q", "main");
        sides.git().attempt("merge", "side");
        sides.git().commit("own", "by hand\n");
        ObjectId merge = sides.git().id("main");

        assertThat(move(REPLAYED_AT).status()).isEqualTo(MoveAnswer.MoveStatus.MOVED);

        assertThat(sides.git().id("main")).isEqualTo(merge);
    }

    /** The merge has no twin, and this request keeps no original: the merge was on no branch afterwards. */
    @Test
    void aCleanMergeOfTheApplicationIsLeftToTheNextPass() throws IOException {
        sides.commitRemotely("later", "later\n");
        sides.git().run("fetch", "-q");
        sides.git().run("merge", "-q", "-m", "merged", theirs.name());
        ObjectId more = sides.git().commit("more", "more\n");

        assertThat(move(REPLAYED_AT).status()).isEqualTo(MoveAnswer.MoveStatus.MOVED);

        assertThat(sides.git().id("main")).isEqualTo(more);
    }

    /** It went to the remote again, as a twin that nothing told from an own commit. */
    @Test
    void whatTheApplicationMergedOfTheDroppedCommitsIsLeftToTheNextPass() throws IOException {
        sides.git().run("checkout", "-q", "-b", "side", sides.base().name());
        ObjectId dropped = sides.git().commit("dropped", "dropped\n");
        sides.git().run("checkout", "-q", "main");
        sides.git().run("update-ref", "refs/reconciler/main/agreed", dropped.name());
        sides.git().run("merge", "-q", "-m", "merged", "side");
        ObjectId merge = sides.git().id("main");

        assertThat(move(REPLAYED_AT).status()).isEqualTo(MoveAnswer.MoveStatus.MOVED);

        assertThat(sides.git().id("main")).isEqualTo(merge);
    }

    @Test
    void aPlanNamesTheRefThatAMoveWouldMakeAndChangesNothing() throws IOException {
        String before = sides.git().refs();

        MoveAnswer plan = new MoveStep(true).plan(sides.repository(), request(NAME, REPLAYED_AT));

        assertThat(plan).isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.DONE, replayed, "refs/rewound/" + NAME, false));
        assertThat(sides.git().refs()).isEqualTo(before);
        assertThat(sides.status()).isEmpty();
    }

    @Test
    void aPlanFromWhereTheBranchIsNoLongerSaysWhereItIs() throws IOException {
        ObjectId more = sides.git().commit("more", "more\n");

        assertThat(new MoveStep(false).plan(sides.repository(), request(null, REPLAYED_AT)))
                .isEqualTo(new MoveAnswer(MoveAnswer.MoveStatus.MOVED, CommitIds.of(more), null, false));
    }
}

package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.ClassifyRequest;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.ReloadAnswer;
import dev.reconciler.contract.ReloadRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.VerifyAnswer;
import dev.reconciler.contract.VerifyRequest;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.UtcName;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan on real repositories: its answers are those of a run, and both sides are afterwards as they were before. */
class PlanActivitiesTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Instant REPLAYED_AT = Instant.parse("2026-11-26T10:00:00Z");
    private static final UtcName NAME = new UtcName("2026-11-26T10-00-00Z");

    private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
    private GitFixture sides;
    private RepositoryActivities plan;

    @BeforeEach
    void serve(@TempDir Path folder) throws IOException {
        sides = GitFixture.in(folder);
        environment.registerActivitiesImplementations(sides.planningHost());
        plan = environment.newActivityStub(RepositoryActivities.class);
    }

    @AfterEach
    void stop() {
        environment.close();
        sides.close();
    }

    private RemoteState fetch() {
        return plan.fetch(new FetchRequest(sides.target(), LIMIT));
    }

    private ReplayAnswer replay() {
        return plan.replay(
                new ReplayRequest(sides.target(), sides.local(), sides.remote(), sides.remote(), REPLAYED_AT));
    }

    private MoveRequest moveTo(CommitId to) {
        return new MoveRequest(sides.target(), sides.local(), to, sides.remote(), null, REPLAYED_AT);
    }

    @Test
    void aPlanOfARebaseAnswersAsARunAndMovesNothing() {
        sides.commitLocally("l");
        sides.commitRemotely("r");
        String before = sides.snapshot();

        assertThat(fetch())
                .isEqualTo(
                        new RemoteState(RemoteState.FetchStatus.DIFFERENT, sides.local(), sides.remote(), 0, 0, false));
        Classification found = plan.classify(new ClassifyRequest(sides.target(), sides.local(), sides.remote()));
        assertThat(found.divergence()).isEqualTo(Divergence.DIVERGED);
        ReplayAnswer replayed = replay();
        assertThat(replayed.status()).isEqualTo(ReplayAnswer.ReplayStatus.REPLAYED);
        CommitId tip = Objects.requireNonNull(replayed.tip());
        assertThat(plan.advance(moveTo(tip)).now()).isEqualTo(tip);
        assertThat(plan.push(new PushRequest(sides.target(), sides.remote(), tip, LIMIT)))
                .isEqualTo(new PushAnswer(PushAnswer.PushStatus.DONE, 0));

        assertThat(sides.snapshot()).isEqualTo(before);
    }

    @Test
    void aPlanWithoutACloneMakesNone() {
        sides.commitRemotely("r");
        sides.removeClone();

        assertThat(fetch().remote()).isEqualTo(sides.remote());

        assertThat(sides.snapshot()).endsWith("no clone");
    }

    @Test
    void aConflictIsFoundAndItsBranchIsNamedButNotPushed() {
        sides.commitConflicting();
        fetch();
        String before = sides.snapshot();

        assertThat(replay().status()).isEqualTo(ReplayAnswer.ReplayStatus.CONFLICT);
        PreservedConflict preserved = plan.preserve(new PreserveRequest(
                        sides.target(), sides.local(), sides.local(), sides.remote(), NAME, null, LIMIT))
                .preserved();
        assertThat(preserved).isEqualTo(new PreservedConflict(new BranchName("conflicts/" + NAME), sides.local()));
        assertThat(plan.verify(new VerifyRequest(sides.target(), preserved, LIMIT)))
                .isEqualTo(new VerifyAnswer(true, 0));
        assertThat(plan.adopt(moveTo(sides.remote())).status()).isEqualTo(MoveAnswer.MoveStatus.DONE);

        assertThat(sides.snapshot()).isEqualTo(before);
        assertThat(sides.conflicts()).isEmpty();
    }

    /** The branch that moved while the plan was made is found, as a run would find it. */
    @Test
    void aMoveFromACommitThatTheBranchHasLeftIsNotPlanned() {
        sides.commitRemotely("r");
        fetch();
        MoveRequest planned = moveTo(sides.remote());
        sides.commitLocally("l");

        assertThat(plan.advance(planned).status()).isEqualTo(MoveAnswer.MoveStatus.MOVED);
    }

    @Test
    void theApplicationIsNotTold() {
        assertThat(plan.reload(new ReloadRequest(sides.target(), sides.local(), Outcome.REBASED)))
                .isEqualTo(new ReloadAnswer(true, "", null));

        assertThat(sides.reloads()).isZero();
    }
}

package dev.reconciler.workflow.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.RemoteState.FetchStatus;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.RunCheckpoint.OpenPass;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunCheckpointTest {
    private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final OutcomeReport PUSHED = new OutcomeReport(Outcome.PUSHED_AHEAD, "pushed 1 commit");
    private static final OutcomeReport MOVED = new OutcomeReport(Outcome.FAST_FORWARDED, "moved forward");

    @Test
    void aRunThatGoesOnForgetsNothing() {
        RunProgress progress = new RunProgress(START);
        progress.recordFetch(new RemoteState(FetchStatus.DIFFERENT, A, B, 0, 0, false));
        progress.recordPush(A, PUSHED);
        progress.outcomes().closePass();
        progress.recordClone(MOVED);
        progress.recordRemoteRewrite();
        progress.recordPreserved(new PreservedConflict(new BranchName("conflicts/one"), B));
        progress.recordReplayedLocal(A);
        progress.recordUnansweredMove(B, MOVED);
        progress.recordUnansweredPush(B, PUSHED);
        progress.recordFailure(new FailureDetails(4, null)
                .withDone(new RecoveredMove(A, Outcome.FAST_FORWARDED, 0, 1, null, null), true));
        OpenPass open = new OpenPass(START.plusSeconds(5), 3, ActivityName.PRESERVE, Duration.ofSeconds(7), START);

        RunCheckpoint checkpoint = progress.createCheckpoint(open);

        assertThat(checkpoint).hasNoNullFieldsOrPropertiesExcept("counts");
        assertThat(new RunProgress(checkpoint).createCheckpoint(open)).isEqualTo(checkpoint);
    }

    @Test
    void aCheckpointDoesNotChangeWithTheProgressItWasMadeOf() {
        RunProgress progress = new RunProgress(START);
        progress.recordClone(MOVED);
        RunCheckpoint checkpoint = progress.createCheckpoint(null);

        progress.recordPush(A, PUSHED);

        assertThat(checkpoint.passReports()).containsExactly(MOVED);
    }
}

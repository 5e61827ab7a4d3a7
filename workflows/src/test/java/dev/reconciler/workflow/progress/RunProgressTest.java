package dev.reconciler.workflow.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveAnswer.MoveStatus;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.RemoteState.FetchStatus;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.Outcome;
import dev.reconciler.workflow.outcome.OutcomeReport;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunProgressTest {
    private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final CommitId C = new CommitId("c".repeat(40));
    private static final OutcomeReport MOVED = new OutcomeReport(Outcome.FAST_FORWARDED, "moved forward");
    private static final OutcomeReport PUSHED = new OutcomeReport(Outcome.PUSHED_AHEAD, "pushed 1 commit");

    private final RunProgress progress = new RunProgress(START);

    @Test
    void aReloadIsOwedOnceWhicheverAnswerSaidSo() {
        assertThat(progress.takeOwedReload()).isFalse();

        progress.recordFetch(new RemoteState(FetchStatus.IN_SYNC, A, A, 0, 0, true));
        assertThat(progress.takeOwedReload()).isTrue();
        assertThat(progress.takeOwedReload()).isFalse();

        progress.recordMove(new MoveAnswer(MoveStatus.DONE, B, null, true), MOVED);
        assertThat(progress.takeOwedReload()).isTrue();
    }

    @Test
    void anAnswerThatOwesNothingDoesNotTakeTheReloadBack() {
        progress.recordFetch(new RemoteState(FetchStatus.IN_SYNC, A, A, 0, 0, true));
        progress.recordFetch(new RemoteState(FetchStatus.IN_SYNC, A, A, 0, 0, false));

        assertThat(progress.takeOwedReload()).isTrue();
    }

    @Test
    void theNextFetchTellsThatAnUnansweredMoveAndPushHappened() {
        progress.recordUnansweredMove(B, MOVED);
        progress.recordUnansweredPush(B, PUSHED);

        progress.recordFetch(new RemoteState(FetchStatus.IN_SYNC, B, B, 0, 0, false));

        assertThat(progress.outcomes().summarizePass().text()).isEqualTo("moved forward, pushed 1 commit");
    }

    @Test
    void theComparisonTellsThatAnUnansweredPushLiesBelowNewerCommits() {
        progress.recordUnansweredPush(A, PUSHED);
        progress.recordFetch(new RemoteState(FetchStatus.DIFFERENT, A, B, 0, 0, false));
        assertThat(progress.outcomes().hasPassReports()).isFalse();

        progress.recordComparison(new Classification(Divergence.BEHIND, 0, 1, 0, 0, A));

        assertThat(progress.outcomes().summarizePass()).isEqualTo(PUSHED);
    }

    @Test
    void aRecoveredMoveIsReportedWithWhatItKept() {
        RecoveredMove move = new RecoveredMove(A, Outcome.CONFLICT_ESCAPED, 1, 2, "conflicts/one", "refs/rewound/one");

        progress.recordFetch(new RemoteState(FetchStatus.IN_SYNC, B, B, 0, 0, false).withRecoveredMove(move));

        assertThat(progress.outcomes().summarizePass().outcome()).isEqualTo(Outcome.CONFLICT_ESCAPED);
        assertThat(progress.outcomes().summarizePass().text()).contains(A.abbreviated(), B.abbreviated());
        assertThat(progress.outcomes().effects().conflictBranch()).isEqualTo("conflicts/one");
        assertThat(progress.outcomes().effects().keptRef()).isEqualTo("refs/rewound/one");
    }

    @Test
    void aConflictBranchIsNamedOnlyAfterItWasReadBack() {
        PreservedConflict conflict = new PreservedConflict(new BranchName("conflicts/one"), A);
        progress.recordPreserved(conflict);
        assertThat(progress.preserved()).isEqualTo(conflict);
        assertThat(progress.outcomes().effects().conflictBranch()).isNull();

        progress.recordVerified(conflict);
        progress.recordAdoption();

        assertThat(progress.outcomes().effects().conflictBranch()).isEqualTo("conflicts/one");
        assertThat(progress.preserved()).isNull();
    }

    @Test
    void failedAttemptsAddUpToOneMore() {
        progress.recordFailure(new FailureDetails(3, C));
        progress.recordFailedAttempts(2);
        progress.recordFailure(new FailureDetails(0, null));

        assertThat(progress.attempts()).isEqualTo(6);
        assertThat(progress.sides().local()).isEqualTo(C);
    }
}

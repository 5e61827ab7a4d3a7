package dev.reconciler.workflow.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.RemoteState.FetchStatus;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.Outcome;
import dev.reconciler.workflow.progress.RunCheckpoint.CommitCounts;
import org.junit.jupiter.api.Test;

class ObservedSidesTest {
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final CommitId C = new CommitId("c".repeat(40));

    private final ObservedSides sides = new ObservedSides();

    @Test
    void nothingIsKnownBeforeTheFirstFetch() {
        assertThat(sides.local()).isNull();
        assertThat(sides.remote()).isNull();
        assertThat(sides.localBefore()).isNull();
        assertThat(sides.counts()).isEqualTo(new CommitCounts(0, 0));
    }

    @Test
    void whatWasSeenFirstStaysWhileBothSidesMoveOn() {
        sides.recordFetch(new RemoteState(FetchStatus.DIFFERENT, A, B, 0, 0, false));
        sides.recordComparison(new Classification(Divergence.DIVERGED, 2, 3, 2, 0, C));
        sides.recordLocalMove(C);
        sides.recordRemoteMove(C);
        sides.recordFetch(new RemoteState(FetchStatus.DIFFERENT, C, A, 0, 0, false));
        sides.recordComparison(new Classification(Divergence.BEHIND, 0, 1, 0, 0, C));

        assertThat(sides.localBefore()).isEqualTo(A);
        assertThat(sides.counts()).isEqualTo(new CommitCounts(2, 3));
        assertThat(sides.local()).isEqualTo(C);
        assertThat(sides.remote()).isEqualTo(A);
    }

    @Test
    void aCloneStandsAtTheRemoteAndHadNoBranchBefore() {
        sides.recordFetch(new RemoteState(FetchStatus.CLONED, null, A, 7, 0, false));
        sides.recordFetch(new RemoteState(FetchStatus.DIFFERENT, A, B, 0, 0, false));

        assertThat(sides.localBefore()).isNull();
        assertThat(sides.local()).isEqualTo(A);
        assertThat(sides.counts()).isEqualTo(new CommitCounts(0, 7));
    }

    @Test
    void aMoveThatTheFetchFinishedBeganBeforeTheRun() {
        RecoveredMove move = new RecoveredMove(A, Outcome.FAST_FORWARDED, 0, 4, null, null);

        sides.recordFetch(new RemoteState(FetchStatus.IN_SYNC, B, B, 0, 0, false).withRecoveredMove(move));

        assertThat(sides.localBefore()).isEqualTo(A);
        assertThat(sides.local()).isEqualTo(B);
        assertThat(sides.counts()).isEqualTo(new CommitCounts(0, 4));
    }

    @Test
    void aFailureTellsWhereLocalWasBeforeAnyFetchSucceeded() {
        sides.recordLocalAtFailure(A);
        sides.recordFetch(new RemoteState(FetchStatus.DIFFERENT, B, C, 0, 0, false));

        assertThat(sides.localBefore()).isEqualTo(A);
        assertThat(sides.local()).isEqualTo(B);
    }
}

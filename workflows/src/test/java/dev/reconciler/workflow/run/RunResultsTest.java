package dev.reconciler.workflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveAnswer.MoveStatus;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.RemoteState.FetchStatus;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.outcome.PassEnd;
import dev.reconciler.workflow.progress.RunProgress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunResultsTest {
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final OutcomeReport ESCAPED = new OutcomeReport(Outcome.CONFLICT_ESCAPED, "put it on a branch");
    private static final OutcomeReport MOVED = new OutcomeReport(Outcome.FAST_FORWARDED, "moved forward");
    private static final PassEnd AGREED = PassEnd.agreed(MOVED);
    private static final PassEnd FETCH_FAILED = PassEnd.exhausted(Outcome.FETCH_FAILED, "the remote is away");

    private final ReconcileInput input = new ReconcileInput(
            new RepositoryId("data"), "host-1", new BranchName("main"), Trigger.MANUAL, Duration.ofMinutes(1), false);
    private final RunProgress progress = new RunProgress(Instant.parse("2026-11-25T08:00:00Z"));
    private final RunResults results = new RunResults(input, progress);

    @Test
    void aPassThatAgreedTellsWhatItDid() {
        progress.recordFetch(new RemoteState(FetchStatus.DIFFERENT, A, B, 0, 0, false));
        progress.recordMove(new MoveAnswer(MoveStatus.DONE, B, null, false), MOVED);

        ReconcileResult result = closePass(AGREED);

        assertThat(result.outcome()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(result.message()).isEqualTo("moved forward");
        assertThat(result.oldCommit()).isEqualTo(A);
        assertThat(result.newCommit()).isEqualTo(B);
        assertThat(result.durationMs()).isEqualTo(84);
    }

    @Test
    void aSecondPassWithNothingToDoDoesNotHideTheFirst() {
        progress.recordClone(MOVED);
        closePass(AGREED);

        ReconcileResult result = closePass(PassEnd.agreed(new OutcomeReport(Outcome.IN_SYNC, "both agree")));

        assertThat(result.outcome()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(result.message()).isEqualTo("moved forward");
    }

    @Test
    void aPassThatStoppedHalfWayTellsBoth() {
        progress.recordClone(MOVED);

        ReconcileResult result = closePass(PassEnd.exhausted(Outcome.PUSH_FAILED, "the remote is away"));

        assertThat(result.outcome()).isEqualTo(Outcome.PUSH_FAILED);
        assertThat(result.message()).isEqualTo("moved forward; the remote is away");
    }

    @Test
    void aFailedFetchDoesNotTellWhereTheRemoteIs() {
        progress.recordFetch(new RemoteState(FetchStatus.IN_SYNC, A, A, 0, 0, false));

        assertThat(closePass(FETCH_FAILED).remoteCommit()).isNull();
        assertThat(closePass(PassEnd.failed(ErrorType.INTERNAL, "a defect")).remoteCommit())
                .isEqualTo(A);
    }

    @Test
    void anEscapeIsToldEvenWhereALaterPassCameToNothing() {
        progress.recordClone(ESCAPED);
        closePass(AGREED);

        ReconcileResult result = closePass(FETCH_FAILED);

        assertThat(result.outcome()).isEqualTo(Outcome.CONFLICT_ESCAPED);
        assertThat(result.message()).isEqualTo("put it on a branch; afterwards the remote is away");
    }

    @Test
    void whatAPersonMustActOnIsTheOutcomeWhateverWasDoneBefore() {
        progress.recordClone(ESCAPED);
        closePass(AGREED);

        ReconcileResult result = closePass(PassEnd.failed(ErrorType.ACCESS_DENIED, "refused"));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.error().type()).isEqualTo(ErrorType.ACCESS_DENIED);
    }

    @Test
    void anEscapeOfAPassThatThenStoppedIsToldOnce() {
        progress.recordClone(ESCAPED);

        assertThat(closePass(FETCH_FAILED).message()).isEqualTo(ESCAPED.text() + "; afterwards the remote is away");
    }

    /** The earlier pass begins with the same words as this one. */
    @Test
    void whatAPassDidThatStoppedAfterAnEarlierEscapeIsToldWhateverTheEscapeSays() {
        progress.recordClone(MOVED);
        progress.recordClone(ESCAPED);
        closePass(AGREED);
        progress.recordClone(MOVED);

        ReconcileResult result = closePass(FETCH_FAILED);

        assertThat(result.outcome()).isEqualTo(Outcome.CONFLICT_ESCAPED);
        assertThat(result.message())
                .isEqualTo("moved forward; moved forward, put it on a branch; afterwards the remote is away");
    }

    /** A push that is refused for good after the branch was moved onto the replay. */
    @Test
    void aRunThatFailsAfterAMoveSaysWhatMovedAndWhereTheOriginalsAre() {
        progress.recordFetch(new RemoteState(FetchStatus.DIFFERENT, A, B, 0, 0, false));
        progress.recordReplayedLocal(A);
        progress.recordMove(
                new MoveAnswer(MoveStatus.DONE, B, null, false),
                new OutcomeReport(Outcome.REBASED, "replayed 1 commit"));
        progress.recordFailure(new FailureDetails(0, B, "refs/rewound/one"));
        progress.recordEnd();

        ReconcileResult result = closePass(PassEnd.failed(ErrorType.PUSH_REJECTED, "the hook said no"));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.oldCommit()).isEqualTo(A);
        assertThat(result.newCommit()).isEqualTo(B);
        assertThat(result.keptRef()).isEqualTo("refs/rewound/one");
        assertThat(result.message())
                .isEqualTo("replayed 1 commit; the hook said no; the old commit is under refs/rewound/one");
        assertThat(result.error().message()).isEqualTo(result.message());
    }

    /** The index could not follow: the branch is at the target, and the step ended without an answer. */
    @Test
    void aMoveThatFailedAfterTheBranchIsToldAsAMove() {
        progress.recordFetch(new RemoteState(FetchStatus.DIFFERENT, A, B, 0, 0, false));
        progress.recordUnansweredMove(B, MOVED);
        progress.recordFailure(new FailureDetails(0, B));
        progress.recordEnd();

        assertThat(closePass(PassEnd.failed(ErrorType.CONFIGURATION, "no index"))
                        .message())
                .isEqualTo("moved forward; no index");
    }

    @Test
    void aMoveThatFailedBeforeTheBranchIsNotTold() {
        progress.recordFetch(new RemoteState(FetchStatus.DIFFERENT, A, B, 0, 0, false));
        progress.recordUnansweredMove(B, MOVED);
        progress.recordFailure(new FailureDetails(0, A));
        progress.recordEnd();

        ReconcileResult result = closePass(PassEnd.failed(ErrorType.WORK_TREE_DIRTY, "in the way"));

        assertThat(result.message()).isEqualTo("in the way");
        assertThat(result.newCommit()).isEqualTo(A);
    }

    @Test
    void anEscapeThatWasPreservedAndNotFollowedNamesItsBranch() {
        PreservedConflict conflict = new PreservedConflict(new BranchName("conflicts/one"), A);
        progress.recordPreserved(conflict);
        progress.recordVerified(conflict);

        ReconcileResult result = closePass(PassEnd.failed(ErrorType.WORK_TREE_DIRTY, "in the way"));

        assertThat(result.conflictBranch()).isEqualTo("conflicts/one");
        assertThat(result.message())
                .isEqualTo("the conflict is preserved on conflicts/one, but local was not moved: in the way");
    }

    @Test
    void anEscapeThatWasNotReadBackIsToldAsOneThatMayBeThere() {
        progress.recordPreserved(new PreservedConflict(new BranchName("conflicts/one"), A));

        ReconcileResult result = closePass(PassEnd.failed(ErrorType.ACCESS_DENIED, "refused"));

        assertThat(result.conflictBranch()).isNull();
        assertThat(result.message())
                .isEqualTo("the remote took conflicts/one and was not seen to hold it, local was not moved: refused");
    }

    @Test
    void theMessageEndsWithWhatWasKeptAndWhatTheApplicationMissed() {
        progress.recordMove(new MoveAnswer(MoveStatus.DONE, B, "refs/rewound/one", false), MOVED);

        assertThat(results.closePass(AGREED, "status 500", Duration.ZERO).message())
                .isEqualTo("moved forward; the old commit is under refs/rewound/one; the application could not be told"
                        + " (status 500), the next run tells it");
    }

    private ReconcileResult closePass(PassEnd end) {
        return results.closePass(end, "", Duration.ofMillis(84));
    }
}

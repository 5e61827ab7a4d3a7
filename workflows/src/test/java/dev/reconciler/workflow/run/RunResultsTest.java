package dev.reconciler.workflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveAnswer.MoveStatus;
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

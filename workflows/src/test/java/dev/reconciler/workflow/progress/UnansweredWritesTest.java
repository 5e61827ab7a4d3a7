package dev.reconciler.workflow.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.Classification;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.Outcome;
import dev.reconciler.workflow.outcome.OutcomeReport;
import org.junit.jupiter.api.Test;

class UnansweredWritesTest {
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final OutcomeReport MOVED = new OutcomeReport(Outcome.FAST_FORWARDED, "moved forward");
    private static final OutcomeReport PUSHED = new OutcomeReport(Outcome.PUSHED_AHEAD, "pushed 1 commit");

    private final UnansweredWrites writes = new UnansweredWrites();

    @Test
    void aMoveIsDoneWhereLocalIsFoundAtItsTargetAndIsReportedOnce() {
        writes.addMove(A, MOVED);

        assertThat(writes.takeMoveFoundAt(B)).isEmpty();
        assertThat(writes.takeMoveFoundAt(null)).isEmpty();
        assertThat(writes.takeMoveFoundAt(A)).contains(MOVED);
        assertThat(writes.takeMoveFoundAt(A)).isEmpty();
    }

    @Test
    void aPushIsDoneWhereTheRemoteIsFoundAtItsTarget() {
        writes.addPush(A, PUSHED);

        assertThat(writes.takePushFoundAt(B)).isEmpty();
        assertThat(writes.takePushFoundAt(A)).contains(PUSHED);
        assertThat(writes.takePushFoundAt(A)).isEmpty();
    }

    @Test
    void aPushIsDoneWhereAnotherWriterPushedOnTopOfIt() {
        writes.addPush(A, PUSHED);
        assertThat(writes.takePushFoundBelow(compared(Divergence.BEHIND, A), A)).contains(PUSHED);

        writes.addPush(A, PUSHED);
        // The application has committed on top of it too: then it is the merge base.
        assertThat(writes.takePushFoundBelow(compared(Divergence.DIVERGED, A), B))
                .contains(PUSHED);
    }

    @Test
    void aPushThatTheRemoteDoesNotHoldStaysOpen() {
        writes.addPush(A, PUSHED);

        assertThat(writes.takePushFoundBelow(compared(Divergence.AHEAD, B), A)).isEmpty();
        assertThat(writes.takePushFoundBelow(compared(Divergence.DIVERGED, null), A))
                .isEmpty();
        assertThat(writes.push()).isNotNull();
    }

    @Test
    void anAnsweredWriteReplacesTheUnansweredOne() {
        writes.addMove(A, MOVED);
        writes.addPush(A, PUSHED);
        writes.clearMove();
        writes.clearPush();

        assertThat(writes.takeMoveFoundAt(A)).isEmpty();
        assertThat(writes.takePushFoundAt(A)).isEmpty();
    }

    private static Classification compared(Divergence divergence, CommitId mergeBase) {
        return new Classification(divergence, 1, 1, 1, 0, mergeBase);
    }
}

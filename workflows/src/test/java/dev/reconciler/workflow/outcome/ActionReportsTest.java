package dev.reconciler.workflow.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.Outcome;
import org.junit.jupiter.api.Test;

class ActionReportsTest {
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final Classification DROPPED = new Classification(Divergence.REWOUND, 2, 0, 0, 2, B);

    private final ActionReports done = new ActionReports(false);
    private final ActionReports planned = new ActionReports(true);

    @Test
    void aRunThatMovedSomethingTellsItInThePast() {
        assertThat(done.reportClone(A).text()).isEqualTo("cloned the remote at aaaaaaaaaa");
        assertThat(done.reportFastForward(2, A).text()).isEqualTo("moved forward by 2 commits to aaaaaaaaaa");
        assertThat(done.reportPush(1).text()).isEqualTo("pushed 1 commit");
        assertThat(done.reportReplay(3, A).text()).isEqualTo("replayed 3 commits on aaaaaaaaaa");
        assertThat(done.reportRewind(DROPPED, A).text())
                .isEqualTo("the remote dropped 2 commits; followed it to aaaaaaaaaa");
        assertThat(done.reportEscape(1, "f.txt", "conflicts/one").text())
                .isEqualTo("put 1 commit that conflicts (f.txt) on conflicts/one and followed the remote");
        assertThat(done.reportLocalEscape(2, "").text())
                .isEqualTo("kept 2 commits that conflict in the local repository only and followed the rewritten"
                        + " remote");
    }

    @Test
    void aRunThatOnlyLookedTellsWhatItWouldDo() {
        assertThat(planned.reportClone(A).text()).isEqualTo("would clone the remote at aaaaaaaaaa");
        assertThat(planned.reportFastForward(1, A).text()).isEqualTo("would move forward by 1 commit to aaaaaaaaaa");
        assertThat(planned.reportPush(2).text()).isEqualTo("would push 2 commits");
        assertThat(planned.reportRewind(DROPPED, A).text())
                .isEqualTo("the remote dropped 2 commits; would follow it to aaaaaaaaaa");
        assertThat(planned.reportEscape(2, "", "conflicts/one").text())
                .isEqualTo("would put 2 commits that conflict on conflicts/one and would follow the remote");
    }

    @Test
    void aReplayThatWroteNothingFoundEverythingOnTheRemote() {
        assertThat(done.reportReplay(0, A))
                .isEqualTo(new OutcomeReport(
                        Outcome.REBASED, "the local commits are on the remote already; followed it to aaaaaaaaaa"));
    }

    @Test
    void aRecoveredMoveKeepsItsOwnOutcomeAndTellsBothEnds() {
        RecoveredMove move = new RecoveredMove(A, Outcome.REWOUND, 0, 1, null, null);

        assertThat(ActionReports.reportRecovery(move, B))
                .isEqualTo(new OutcomeReport(
                        Outcome.REWOUND,
                        "finished a move from aaaaaaaaaa to bbbbbbbbbb that an earlier run was stopped in"));
    }
}

package dev.reconciler.workflow.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.Outcome;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.RunCheckpoint.LastingEffects;
import org.junit.jupiter.api.Test;

class OutcomeLogTest {
    private static final OutcomeReport REPLAYED = new OutcomeReport(Outcome.REBASED, "replayed 1 commit");
    private static final OutcomeReport PUSHED = new OutcomeReport(Outcome.PUSHED_AHEAD, "pushed 1 commit");
    private static final OutcomeReport FORWARDED = new OutcomeReport(Outcome.FAST_FORWARDED, "moved forward");

    private final OutcomeLog log = new OutcomeLog();

    @Test
    void aPassThatDidNothingFoundBothSidesInAgreement() {
        assertThat(log.hasPassReports()).isFalse();
        assertThat(log.summarizePass().outcome()).isEqualTo(Outcome.IN_SYNC);
    }

    @Test
    void aPassThatReplayedAndPushedIsAReplayWithBothSentences() {
        log.addReport(REPLAYED);
        log.addReport(PUSHED);

        assertThat(log.summarizePass())
                .isEqualTo(new OutcomeReport(Outcome.REBASED, "replayed 1 commit, pushed 1 commit"));
    }

    @Test
    void aSecondReportOfTheSameOutcomeReplacesTheFirst() {
        log.addReport(PUSHED);
        log.addReport(new OutcomeReport(Outcome.PUSHED_AHEAD, "pushed 2 commits"));

        assertThat(log.summarizePass().text()).isEqualTo("pushed 2 commits");
    }

    @Test
    void aRunIsItsStrongestPass() {
        closePassWith(REPLAYED);
        closePassWith(PUSHED);
        closePassWith(FORWARDED);

        assertThat(log.strongest()).isEqualTo(PUSHED);
    }

    @Test
    void ofTwoPassesOfTheSameOutcomeTheLaterIsTold() {
        OutcomeReport later = new OutcomeReport(Outcome.FAST_FORWARDED, "moved forward again");
        closePassWith(FORWARDED);
        closePassWith(later);

        assertThat(log.strongest()).isEqualTo(later);
        assertThat(log.hasPassReports()).isFalse();
    }

    @Test
    void whatOnePassLeftIsStillNamedAfterTheNext() {
        log.addConflictBranch("conflicts/one");
        log.addKeptRef("refs/rewound/one");
        log.addRemoteRewrite();
        closePassWith(FORWARDED);
        log.addConflictBranch(null);
        log.addKeptRef(null);

        assertThat(log.effects()).isEqualTo(new LastingEffects("conflicts/one", "refs/rewound/one", true));
    }

    private void closePassWith(OutcomeReport report) {
        log.addReport(report);
        log.closePass();
    }
}

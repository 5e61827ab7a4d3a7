package dev.reconciler.worker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutcomeTableTest {
    private static final CommitId OLD = new CommitId("abcdef0123".repeat(4));
    private static final CommitId NEW = new CommitId("0123456789".repeat(4));

    @Test
    void longCellsAreWrappedSideBySide() {
        OutcomeTable table = new OutcomeTable();
        DemoScene.all().forEach(scene -> table.add(scene, result(scene.expected(), OLD)));

        assertThat(String.join("\n", table.lines())).isEqualTo("""
                outcome           application had  remote had       what was done        branch              remote
                                                                                         before -> after     after
                ----------------------------------------------------------------------------------------------------
                in-sync           nothing new      nothing new      nothing: they agree  abcdef0 -> 0123456  0123456
                fast-forwarded    nothing new      1 new commit     moved the branch to  abcdef0 -> 0123456  0123456
                                                                    the remote's commit
                pushed-ahead      1 new commit     nothing new      pushed the commit    abcdef0 -> 0123456  0123456
                rebased           1 new commit     1 new commit,    replayed the commit  abcdef0 -> 0123456  0123456
                                                   another file     on the remote's,
                                                                    pushed it
                rewound           nothing new      took its last    followed the         abcdef0 -> 0123456  0123456
                                                   commit back      remote, kept the
                                                                    old commit here
                conflict-escaped  1 new commit     1 new commit,    saved the commit on  abcdef0 -> 0123456  0123456
                                                   the same line    a branch of the
                                                                    remote, followed it
                fetch-failed      1 new commit     unknown: it      changed nothing, a   abcdef0 -> 0123456  0123456
                                                   refuses          later run tries
                                                   connections      again
                push-failed       1 new commit     nothing new,     changed nothing, a   abcdef0 -> 0123456  0123456
                                                   takes no push    later run pushes
                                                   now""");
    }

    @Test
    void anotherOutcomeThanAnnouncedAndAnUnknownCommitAreSaid() {
        OutcomeTable table = new OutcomeTable();
        table.add(DemoScene.all().get(5), result(Outcome.REWOUND, null));

        assertThat(String.join("\n", table.lines().subList(3, 5))).isEqualTo("""
                rewound           1 new commit     1 new commit,    not as announced:    unknown -> 0123456  0123456
                                                   the same line    conflict-escaped""");
    }

    private static ReconcileResult result(Outcome outcome, CommitId before) {
        return ReconcileResult.builder(new RepositoryId("sample"), new BranchName("main"), Trigger.MANUAL)
                .outcome(outcome, "as told")
                .localBranch(before, NEW)
                .remoteBranch(NEW)
                .duration(Duration.ofMillis(1))
                .build();
    }
}

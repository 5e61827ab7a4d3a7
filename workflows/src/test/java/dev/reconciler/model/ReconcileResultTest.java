package dev.reconciler.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconcileResultTest {
    private static final RepositoryId REPOSITORY = new RepositoryId("data");
    private static final BranchName BRANCH = new BranchName("main");
    private static final CommitId OLD = new CommitId("1".repeat(40));
    private static final CommitId NEW = new CommitId("2".repeat(40));
    private static final CommitId REMOTE = new CommitId("3".repeat(40));

    @Test
    void aPlanDiffersFromTheResultInNothingButThatItIsPlanned() {
        ReconcileResult result = ReconcileResult.builder(REPOSITORY, BRANCH, Trigger.WEBHOOK)
                .outcome(Outcome.CONFLICT_ESCAPED, "put 1 commit on a branch")
                .error(new ReconcileError(ErrorType.PUSH_REJECTED, "a hook refused it"))
                .localBranch(OLD, NEW)
                .remoteBranch(REMOTE)
                .commitCounts(4, 5)
                .conflictBranch("conflicts/2026-11-25T08-00-00Z")
                .keptRef("refs/rewound/2026-11-25T08-00-00Z")
                .remoteRewritten(true)
                .attempts(6)
                .duration(Duration.ofMillis(7))
                .build();

        ReconcileResult plan = result.asPlan();

        assertThat(plan.planned()).isTrue();
        assertThat(plan).usingRecursiveComparison().ignoringFields("planned").isEqualTo(result);
    }

    @Test
    void thePlanOfAPlanIsThatPlan() {
        ReconcileResult plan = ReconcileResult.builder(REPOSITORY, BRANCH, Trigger.MANUAL)
                .planned(true)
                .build();

        assertThat(plan.asPlan()).isEqualTo(plan);
    }

    @Test
    void aRunThatSawNothingFailsWithoutCommitsAtItsFirstAttempt() {
        ReconcileError error = new ReconcileError(ErrorType.CONFIGURATION, "no such host");

        ReconcileResult result =
                ReconcileResult.failedUnseen(REPOSITORY, BRANCH, Trigger.BOOT, ErrorType.CONFIGURATION, "no such host");

        assertThat(result.repository()).isEqualTo(REPOSITORY);
        assertThat(result.branch()).isEqualTo(BRANCH);
        assertThat(result.trigger()).isEqualTo(Trigger.BOOT);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).isEqualTo("no such host");
        assertThat(result.error()).isEqualTo(error);
        assertThat(result.attempts()).isOne();
        assertThat(result.oldCommit()).isNull();
        assertThat(result.newCommit()).isNull();
        assertThat(result.remoteCommit()).isNull();
        assertThat(result.ahead() + result.behind() + result.durationMs()).isZero();
        assertThat(result.conflictBranch()).isNull();
        assertThat(result.keptRef()).isNull();
        assertThat(result.remoteRewritten()).isFalse();
        assertThat(result.planned()).isFalse();
    }
}

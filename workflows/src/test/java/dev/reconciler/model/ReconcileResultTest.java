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
    void everyPartOfAResultComesFromThePartOfThatName() {
        ReconcileError error = new ReconcileError(ErrorType.PUSH_REJECTED, "a hook refused it");

        ReconcileResult result = ReconcileResult.builder(REPOSITORY, BRANCH, Trigger.WEBHOOK)
                .outcome(Outcome.CONFLICT_ESCAPED, "put 1 commit on a branch")
                .error(error)
                .localBranch(OLD, NEW)
                .remoteBranch(REMOTE)
                .commitCounts(4, 5)
                .conflictBranch("conflicts/2026-11-25T08-00-00Z")
                .keptRef("refs/rewound/2026-11-25T08-00-00Z")
                .remoteRewritten(true)
                .attempts(6)
                .duration(Duration.ofMillis(7))
                .planned(true)
                .build();

        assertThat(result)
                .isEqualTo(new ReconcileResult(
                        REPOSITORY,
                        Outcome.CONFLICT_ESCAPED,
                        BRANCH,
                        OLD,
                        NEW,
                        REMOTE,
                        4,
                        5,
                        "conflicts/2026-11-25T08-00-00Z",
                        "refs/rewound/2026-11-25T08-00-00Z",
                        true,
                        Trigger.WEBHOOK,
                        6,
                        7,
                        "put 1 commit on a branch",
                        true,
                        error));
    }

    @Test
    void aRunThatSawNothingFailsWithoutCommitsAtItsFirstAttempt() {
        ReconcileResult result =
                ReconcileResult.failedUnseen(REPOSITORY, BRANCH, Trigger.BOOT, ErrorType.CONFIGURATION, "no such host");

        assertThat(result)
                .isEqualTo(new ReconcileResult(
                        REPOSITORY,
                        Outcome.FAILED,
                        BRANCH,
                        null,
                        null,
                        null,
                        0,
                        0,
                        null,
                        null,
                        false,
                        Trigger.BOOT,
                        1,
                        0,
                        "no such host",
                        false,
                        new ReconcileError(ErrorType.CONFIGURATION, "no such host")));
    }
}

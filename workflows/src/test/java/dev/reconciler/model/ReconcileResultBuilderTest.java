package dev.reconciler.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconcileResultBuilderTest {
    private static final RepositoryId REPOSITORY = new RepositoryId("data");
    private static final BranchName BRANCH = new BranchName("main");
    private static final CommitId OLD = new CommitId("1".repeat(40));
    private static final CommitId NEW = new CommitId("2".repeat(40));
    private static final CommitId REMOTE = new CommitId("3".repeat(40));
    private static final ReconcileError ERROR = new ReconcileError(ErrorType.PUSH_REJECTED, "a hook refused it");

    /** No two parts have the same value, so that parts in each other's place are found. */
    @Test
    void everyPartOfAResultComesFromThePartOfThatName() {
        ReconcileResult result = fullBuilder().build();

        assertThat(result.repository()).isEqualTo(REPOSITORY);
        assertThat(result.outcome()).isEqualTo(Outcome.CONFLICT_ESCAPED);
        assertThat(result.branch()).isEqualTo(BRANCH);
        assertThat(result.oldCommit()).isEqualTo(OLD);
        assertThat(result.newCommit()).isEqualTo(NEW);
        assertThat(result.remoteCommit()).isEqualTo(REMOTE);
        assertThat(result.ahead()).isEqualTo(4);
        assertThat(result.behind()).isEqualTo(5);
        assertThat(result.conflictBranch()).isEqualTo("conflicts/2026-11-25T08-00-00Z");
        assertThat(result.keptRef()).isEqualTo("refs/rewound/2026-11-25T08-00-00Z");
        assertThat(result.remoteRewritten()).isTrue();
        assertThat(result.trigger()).isEqualTo(Trigger.WEBHOOK);
        assertThat(result.attempts()).isEqualTo(6);
        assertThat(result.durationMs()).isEqualTo(7);
        assertThat(result.message()).isEqualTo("put 1 commit on a branch");
        assertThat(result.planned()).isTrue();
        assertThat(result.error()).isEqualTo(ERROR);
    }

    @Test
    void aBuilderThatBeginsWithAResultMakesTheSameResult() {
        ReconcileResult full = fullBuilder().build();
        ReconcileResult empty =
                ReconcileResult.builder(REPOSITORY, BRANCH, Trigger.BOOT).build();

        assertThat(ReconcileResultBuilder.from(full).build()).isEqualTo(full);
        assertThat(ReconcileResultBuilder.from(empty).build()).isEqualTo(empty);
    }

    @Test
    void aBuilderThatBeginsWithAResultChangesThePartThatIsGiven() {
        ReconcileResult changed =
                ReconcileResultBuilder.from(fullBuilder().build()).keptRef(null).build();

        assertThat(changed).isEqualTo(fullBuilder().keptRef(null).build());
        assertThat(changed.keptRef()).isNull();
    }

    @Test
    void partsOfAMillisecondAreDropped() {
        ReconcileResult result = ReconcileResult.builder(REPOSITORY, BRANCH, Trigger.MANUAL)
                .duration(Duration.ofNanos(1_999_999))
                .build();

        assertThat(result.durationMs()).isOne();
    }

    private static ReconcileResultBuilder fullBuilder() {
        return ReconcileResult.builder(REPOSITORY, BRANCH, Trigger.WEBHOOK)
                .outcome(Outcome.CONFLICT_ESCAPED, "put 1 commit on a branch")
                .error(ERROR)
                .localBranch(OLD, NEW)
                .remoteBranch(REMOTE)
                .commitCounts(4, 5)
                .conflictBranch("conflicts/2026-11-25T08-00-00Z")
                .keptRef("refs/rewound/2026-11-25T08-00-00Z")
                .remoteRewritten(true)
                .attempts(6)
                .duration(Duration.ofMillis(7))
                .planned(true);
    }
}

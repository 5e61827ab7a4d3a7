package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What one cycle does, and what a cycle does that met others at work. */
class SyncCycleTest extends RunOnFakeHost {
    @Test
    void equalSidesAreInSyncByOneActivity() {
        WorkflowStub run = service.request(service.input(Duration.ofMinutes(1)));

        assertThat(WorkflowService.result(run).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(service.events(run, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
                .isEqualTo(1);
    }

    @Test
    void aMissingCloneIsMade() {
        ReconcileResult result = expectAgreement(host.hasNoClone(), Outcome.FAST_FORWARDED);

        assertThat(result.oldCommit()).isNull();
        assertThat(result.behind()).isEqualTo(1);
    }

    @Test
    void localBehindIsMovedForward() {
        expectAgreement(host.remoteCommits("r"), Outcome.FAST_FORWARDED);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Advance");
    }

    @Test
    void localAheadIsPushed() {
        expectAgreement(host.localCommits("l"), Outcome.PUSHED_AHEAD);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Push");
    }

    @Test
    void aRewriteIsFollowedAtTheSecondLookAndTheOldCommitKept() {
        ReconcileResult result = expectAgreement(host.remoteDrops("d"), Outcome.REWOUND);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Fetch", "Classify", "Advance");
        assertThat(host.kept()).containsExactly(result.oldCommit());
        assertThat(result.keptRef()).startsWith("refs/rewound/");
        assertThat(result.remoteRewritten()).isTrue();
    }

    @Test
    void aBranchThatMovedBeforeTheMoveIsLookedAtAgain() {
        host.remoteCommits("r").before("Advance", () -> host.localCommits("meanwhile"));

        expectAgreement(host, Outcome.REBASED);
        assertThat(host.calls()).containsSubsequence("Advance", "Fetch", "Replay", "Advance", "Push");
    }

    @Test
    void aLostPushRaceFetchesAgain() {
        host.localCommits("l").before("Push", () -> host.remoteCommits("theirs"));

        expectAgreement(host, Outcome.REBASED);
        assertThat(host.calls()).containsSubsequence("Push", "Fetch", "Replay", "Push");
    }

    @Test
    void aStaleReplicaThatLooksLikeARewriteIsNotFollowed() {
        host.remoteDrops("d").after("Classify", () -> host.remoteCommits("d"));

        ReconcileResult result = expectAgreement(host, Outcome.IN_SYNC);
        assertThat(host.kept()).isEmpty();
        assertThat(result.remoteRewritten()).isFalse();
    }
}

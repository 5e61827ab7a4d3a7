package dev.reconciler.workflow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import org.junit.jupiter.api.Test;

/** Sides that have diverged: a replay, or the escape from a conflict. */
class OwnCommitsReplayTest extends RunOnFakeHost {
    @Test
    void divergedSidesAreReplayedAndPushed() {
        expectAgreement(host.localCommits("l").remoteCommits("r"), Outcome.REBASED);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Replay", "Advance", "Push");
    }

    @Test
    void aConflictIsPreservedAndReadBackBeforeLocalIsLetGo() {
        ReconcileResult result = expectAgreement(host.bothConflict(), Outcome.CONFLICT_ESCAPED);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Replay", "Preserve", "Verify", "Adopt");
        assertThat(host.conflicts().values()).containsExactly(result.oldCommit());
        assertThat(result.conflictBranch()).startsWith("conflicts/");
        assertThat(result.message()).contains("file.txt");
    }

    /** What a person has to know first is that there is a conflict, and where. */
    @Test
    void aConflictThatTheRemoteDoesNotTakeIsNamed() {
        host.bothConflict().refuses("Preserve", ErrorType.PUSH_REJECTED);

        ReconcileResult result = service.run();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .contains("1 commit that conflicts", "file.txt", "could not be put on the remote: ");
        assertThat(requireNonNull(result.error()).type()).isEqualTo(ErrorType.PUSH_REJECTED);
    }

    @Test
    void ownCommitsOnARewrittenRemoteAreReplayedWithoutTheDroppedOnes() {
        ReconcileResult result =
                expectAgreement(host.remoteDrops("d").localCommits("l").remoteCommits("r"), Outcome.REBASED);

        assertThat(result.remoteRewritten()).isTrue();
        assertThat(host.kept()).containsExactly(result.oldCommit());
    }

    @Test
    void aConflictOnARewrittenRemotePutsOnlyTheOwnCommitsThere() {
        ReconcileResult result = expectAgreement(host.remoteDrops("d").bothConflict(), Outcome.CONFLICT_ESCAPED);

        assertThat(host.conflicts().values()).doesNotContain(result.oldCommit());
        assertThat(host.kept()).containsExactly(result.oldCommit());
    }

    @Test
    void aMergeThatCannotBeCarriedIsKept() {
        ReconcileResult result =
                expectAgreement(host.localCommits("l").remoteCommits("r").keepsOriginal(), Outcome.REBASED);

        assertThat(host.kept()).containsExactly(result.oldCommit());
        assertThat(result.message()).contains(result.keptRef());
    }

    @Test
    void afterAMoveDuringTheEscapeTheSameConflictBranchIsMovedOn() {
        host.bothConflict().before("Adopt", () -> host.localCommits("meanwhile"));

        expectAgreement(host, Outcome.CONFLICT_ESCAPED);
        assertThat(host.conflicts()).hasSize(1);
    }

    @Test
    void aConflictWhoseAnswerWasLostIsPreservedOnce() {
        host.bothConflict().losesAnswerOf("Preserve");

        expectAgreement(host, Outcome.CONFLICT_ESCAPED);
        assertThat(host.conflicts()).hasSize(1);
    }

    @Test
    void localIsNotLetGoWhileTheRemoteDoesNotShowTheConflict() {
        host.bothConflict().before("Verify", host::losesConflicts);

        expectAgreement(host, Outcome.CONFLICT_ESCAPED);
        assertThat(host.calls()).containsSubsequence("Verify", "Fetch", "Preserve", "Verify", "Adopt");
        assertThat(host.conflicts()).hasSize(1);
    }

    @Test
    void aReplayWhosePushAnswerWasLostIsAReplay() {
        host.localCommits("l").remoteCommits("r").losesAnswerOf("Push");

        expectAgreement(host, Outcome.REBASED);
    }
}

package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class ReconcileWorkflowTest {
    private final FakeHost host = new FakeHost();
    private WorkflowService service;

    @BeforeEach
    void start() {
        service = WorkflowService.skippingTime(host);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    // Outcomes.

    @Test
    void equalSidesAreInSyncByOneActivity() {
        WorkflowStub run = service.request(service.input(Duration.ofMinutes(1)));

        assertThat(WorkflowService.result(run).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(service.events(run, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
                .isEqualTo(1);
    }

    @Test
    void aMissingCloneIsMade() {
        ReconcileResult result = settled(host.hasNoClone(), Outcome.FAST_FORWARDED);

        assertThat(result.oldCommit()).isNull();
        assertThat(result.behind()).isEqualTo(1);
    }

    @Test
    void localBehindIsMovedForward() {
        settled(host.remoteCommits("r"), Outcome.FAST_FORWARDED);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Advance");
    }

    @Test
    void localAheadIsPushed() {
        settled(host.localCommits("l"), Outcome.PUSHED_AHEAD);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Push");
    }

    @Test
    void divergedSidesAreReplayedAndPushed() {
        settled(host.localCommits("l").remoteCommits("r"), Outcome.REBASED);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Replay", "Advance", "Push");
    }

    @Test
    void aConflictIsPreservedAndReadBackBeforeLocalIsLetGo() {
        ReconcileResult result = settled(host.bothConflict(), Outcome.CONFLICT_ESCAPED);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Replay", "Preserve", "Verify", "Adopt");
        assertThat(host.conflicts().values()).containsExactly(result.oldCommit());
        assertThat(result.conflictBranch()).startsWith("conflicts/");
        assertThat(result.message()).contains("file.txt");
    }

    @Test
    void aRewriteIsFollowedAtTheSecondLookAndTheOldCommitKept() {
        ReconcileResult result = settled(host.remoteDrops("d"), Outcome.REWOUND);

        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Fetch", "Classify", "Advance");
        assertThat(host.kept()).containsExactly(result.oldCommit());
        assertThat(result.keptRef()).startsWith("refs/rewound/");
        assertThat(result.remoteRewritten()).isTrue();
    }

    @Test
    void ownCommitsOnARewrittenRemoteAreReplayedWithoutTheDroppedOnes() {
        ReconcileResult result = settled(host.remoteDrops("d").localCommits("l").remoteCommits("r"), Outcome.REBASED);

        assertThat(result.remoteRewritten()).isTrue();
        assertThat(host.kept()).containsExactly(result.oldCommit());
    }

    @Test
    void aConflictOnARewrittenRemotePutsOnlyTheOwnCommitsThere() {
        ReconcileResult result = settled(host.remoteDrops("d").bothConflict(), Outcome.CONFLICT_ESCAPED);

        assertThat(host.conflicts().values()).doesNotContain(result.oldCommit());
        assertThat(host.kept()).containsExactly(result.oldCommit());
    }

    @Test
    void aMergeThatCannotBeCarriedIsKept() {
        ReconcileResult result =
                settled(host.localCommits("l").remoteCommits("r").keepsOriginal(), Outcome.REBASED);

        assertThat(host.kept()).containsExactly(result.oldCommit());
        assertThat(result.message()).contains(result.keptRef());
    }

    private ReconcileResult settled(FakeHost prepared, Outcome outcome) {
        ReconcileResult result = service.run();
        assertThat(result.outcome()).as(result.message()).isEqualTo(outcome);
        assertThat(prepared.local()).isEqualTo(prepared.remote());
        assertThat(result.newCommit()).isEqualTo(host.local());
        assertThat(result.remoteCommit()).isEqualTo(host.remote());
        return result;
    }

    // Others at work at the same time.

    @Test
    void aBranchThatMovedBeforeTheMoveIsLookedAtAgain() {
        host.remoteCommits("r").before("Advance", () -> host.localCommits("meanwhile"));

        settled(host, Outcome.REBASED);
        assertThat(host.calls()).containsSubsequence("Advance", "Fetch", "Replay", "Advance", "Push");
    }

    @Test
    void aLostPushRaceFetchesAgain() {
        host.localCommits("l").before("Push", () -> host.remoteCommits("theirs"));

        settled(host, Outcome.REBASED);
        assertThat(host.calls()).containsSubsequence("Push", "Fetch", "Replay", "Push");
    }

    @Test
    void aRaceThatIsAlwaysLostEndsWithinBounds() {
        host.localCommits("l");
        for (int i = 0; i < 50; i++) {
            String change = "theirs" + i;
            host.before("Push", () -> host.remoteCommits(change));
        }

        ReconcileResult result = service.run();

        assertThat(result.outcome()).isEqualTo(Outcome.PUSH_FAILED);
        assertThat(host.calls().stream().filter("Push"::equals)).hasSizeBetween(2, 20);
    }

    @Test
    void anApplicationThatNeverStopsCommittingEndsTheRunAsBusy() {
        // A move takes commits along that were made meanwhile, but none that a replay can't carry.
        host.remoteCommits("r").keepsOriginal();
        for (int i = 0; i < 50; i++) {
            String change = "mine" + i;
            host.before("Advance", () -> host.localCommits(change));
        }

        assertThat(service.run().error().type()).isEqualTo(ErrorType.REPOSITORY_BUSY);
    }

    @Test
    void aStaleReplicaThatLooksLikeARewriteIsNotFollowed() {
        host.remoteDrops("d").after("Classify", () -> host.remoteCommits("d"));

        ReconcileResult result = settled(host, Outcome.IN_SYNC);
        assertThat(host.kept()).isEmpty();
        assertThat(result.remoteRewritten()).isFalse();
    }

    @Test
    void afterAMoveDuringTheEscapeTheSameConflictBranchIsMovedOn() {
        host.bothConflict().before("Adopt", () -> host.localCommits("meanwhile"));

        settled(host, Outcome.CONFLICT_ESCAPED);
        assertThat(host.conflicts()).hasSize(1);
    }

    // Answers that are lost.

    @Test
    void aPushWhoseAnswerWasLostIsAPush() {
        host.localCommits("l").losesAnswerOf("Push");

        assertThat(settled(host, Outcome.PUSHED_AHEAD).attempts()).isEqualTo(2);
    }

    @Test
    void aReplayWhosePushAnswerWasLostIsAReplay() {
        host.localCommits("l").remoteCommits("r").losesAnswerOf("Push");

        settled(host, Outcome.REBASED);
    }

    @Test
    void aMoveWhoseAnswerWasLostIsThatMove() {
        host.remoteCommits("r").losesAnswerOf("Advance");

        settled(host, Outcome.FAST_FORWARDED);
    }

    @Test
    void aConflictWhoseAnswerWasLostIsPreservedOnce() {
        host.bothConflict().losesAnswerOf("Preserve");

        settled(host, Outcome.CONFLICT_ESCAPED);
        assertThat(host.conflicts()).hasSize(1);
    }

    @Test
    void localIsNotLetGoWhileTheRemoteDoesNotShowTheConflict() {
        host.bothConflict().before("Verify", host::losesConflicts);

        settled(host, Outcome.CONFLICT_ESCAPED);
        assertThat(host.calls()).containsSubsequence("Verify", "Fetch", "Preserve", "Verify", "Adopt");
        assertThat(host.conflicts()).hasSize(1);
    }

    // Retries.

    @Test
    void aFetchThatFailsFiveTimesSucceedsAtTheSixth() {
        host.remoteCommits("r").fails("Fetch", 5);

        assertThat(settled(host, Outcome.FAST_FORWARDED).attempts()).isEqualTo(6);
    }

    @Test
    void theBudgetEndsAFetchWithNothingChanged() {
        host.remoteCommits("r").fails("Fetch", 1_000);

        ReconcileResult result = service.run(Duration.ofMinutes(5));

        assertThat(result.outcome()).isEqualTo(Outcome.FETCH_FAILED);
        assertThat(result.remoteCommit()).isNull();
        assertThat(result.oldCommit()).isEqualTo(host.local()).isEqualTo(result.newCommit());
        assertThat(result.attempts()).isGreaterThan(5);
        assertThat(result.message()).contains("connection refused");
    }

    @Test
    void theBudgetEndsAPushAndTheNextRunPushes() {
        host.localCommits("l").fails("Push", 12);

        ReconcileResult result = service.run(Duration.ofMinutes(1));
        assertThat(result.outcome()).isEqualTo(Outcome.PUSH_FAILED);

        settled(host, Outcome.PUSHED_AHEAD);
    }

    @Test
    void anEscapeThatTheRemoteDoesNotTakeMovesNothing() {
        host.bothConflict().fails("Preserve", 1_000);

        ReconcileResult result = service.run(Duration.ofMinutes(1));

        assertThat(result.outcome()).isEqualTo(Outcome.PUSH_FAILED);
        assertThat(result.message()).contains("not yet preserved");
        assertThat(result.newCommit()).isEqualTo(result.oldCommit()).isEqualTo(host.local());
        assertThat(host.calls()).doesNotContain("Adopt");
    }

    @Test
    void waitsGrowToACeilingOfMinutes() {
        host.fails("Fetch", 1_000);

        ReconcileResult result = service.run(Duration.ofHours(24));

        assertThat(Duration.ofMillis(result.durationMs())).isBetween(Duration.ofHours(24), Duration.ofHours(25));
        assertThat(result.attempts()).isBetween(24 * 60 / 6, 24 * 60 / 4 + 20);
    }

    @Test
    void aLongRetryContinuesAsNewAndForgetsNothing() {
        host.localCommits("l").fails("Push", 3).fails("Fetch", 0);
        for (int i = 0; i < 400; i++) {
            host.fails("Fetch", 1);
        }

        WorkflowStub run = service.request(service.input(Duration.ofDays(30)));
        ReconcileResult result = WorkflowService.result(run);

        assertThat(result.outcome()).isEqualTo(Outcome.PUSHED_AHEAD);
        assertThat(result.attempts()).isEqualTo(404);
        assertThat(service.history(run).getEvents().size()).isLessThan(2_500);
    }

    @ParameterizedTest
    @EnumSource(value = ErrorType.class, names = "REPOSITORY_BUSY", mode = EnumSource.Mode.EXCLUDE)
    void whatAPersonMustActOnFailsAtOnce(ErrorType type) {
        host.remoteCommits("r").refuses("Fetch", type);

        ReconcileResult result = service.run();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.error().type()).isEqualTo(type);
        assertThat(result.message()).isEqualTo(result.error().message()).isEqualTo(type + " of the test");
        assertThat(host.calls()).containsExactly("Fetch");
    }

    @Test
    void aBusyRepositoryIsWaitedForWithinItsOwnBudget() {
        host.remoteCommits("r")
                .refuses("Advance", ErrorType.REPOSITORY_BUSY)
                .refuses("Advance", ErrorType.REPOSITORY_BUSY);

        settled(host, Outcome.FAST_FORWARDED);
    }

    @Test
    void aRepositoryThatStaysBusyFails() {
        for (int i = 0; i < 100; i++) {
            host.refuses("Fetch", ErrorType.REPOSITORY_BUSY);
        }

        assertThat(service.run(Duration.ofDays(1)).error().type()).isEqualTo(ErrorType.REPOSITORY_BUSY);
    }

    // The application.

    @Test
    void theApplicationIsToldOnceOfAMove() {
        host.remoteCommits("r").tellsApplication();

        settled(host, Outcome.FAST_FORWARDED);
        assertThat(host.calls()).containsOnlyOnce("Reload");
    }

    @Test
    void anApplicationThatCouldNotBeToldIsSaid() {
        host.remoteCommits("r").tellsApplication().refuses("Reload", ErrorType.INTERNAL);

        assertThat(settled(host, Outcome.FAST_FORWARDED).message()).contains("could not be told");
    }

    // What people see.

    @Test
    void theStatusTellsTheStepAndTheWait() {
        AtomicReference<RunStatus> working = new AtomicReference<>();
        ReconcileInput input = service.input(Duration.ofMinutes(10));
        host.remoteCommits("r").before("Advance", () -> working.set(status(input)));

        WorkflowService.result(service.request(input));

        assertThat(working.get().step()).isEqualTo("advance");
        assertThat(working.get().nextAttemptAt()).isNull();
        assertThat(status(input).step()).isEqualTo("fast-forwarded");
    }

    @Test
    void theStatusTellsAnErrorUntilThePassIsOver() {
        AtomicReference<RunStatus> samePass = new AtomicReference<>();
        AtomicReference<RunStatus> nextPass = new AtomicReference<>();
        ReconcileInput input = service.input(Duration.ofMinutes(10));
        host.fails("Fetch", 1)
                .before("Fetch", () -> {
                    samePass.set(status(input));
                    service.request(input);
                })
                .before("Fetch", () -> nextPass.set(status(input)));

        WorkflowService.result(service.request(input));

        assertThat(samePass.get().lastError()).isNotNull();
        assertThat(nextPass.get().lastError()).isNull();
    }

    private RunStatus status(ReconcileInput input) {
        return service.client()
                .newWorkflowStub(ReconcileWorkflow.class, input.repository().workflowId())
                .status();
    }

    @Test
    void theListShowsTheOutcome() {
        host.remoteCommits("r");
        WorkflowStub run = service.request(service.input(Duration.ofMinutes(1)));
        WorkflowService.result(run);

        assertThat(run.describe().getTypedSearchAttributes().get(RunAttributes.OUTCOME))
                .isEqualTo("fast-forwarded");
        assertThat(run.describe().getTypedSearchAttributes().get(RunAttributes.TRIGGER))
                .isEqualTo("manual");
    }
}

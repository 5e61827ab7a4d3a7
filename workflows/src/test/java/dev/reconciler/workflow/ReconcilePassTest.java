package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.LeaseInForce;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a pass goes on, and how it ends. */
class ReconcilePassTest extends RunOnFakeHost {
    private static final Duration DAY = Duration.ofDays(1);
    private static final LeaseInForce LEASE = new LeaseInForce("app", Instant.parse("2100-01-01T00:00:00Z"));

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
    void aFetchThatFailsFiveTimesSucceedsAtTheSixth() {
        host.remoteCommits("r").fails("Fetch", 5);

        assertThat(expectAgreement(host, Outcome.FAST_FORWARDED).attempts()).isEqualTo(6);
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

    /** The result said that nothing was changed, and the application was told once the remote was back. */
    @Test
    void aFetchThatFailsAfterItHasFinishedAMoveTellsThatAndTheApplication() {
        CommitId before = host.local();
        host.remoteCommits("r").tellsApplication().finishesMoveAndFails().fails("Fetch", 1_000);

        ReconcileResult result = service.run(Duration.ofMinutes(5));

        assertThat(result.outcome()).isEqualTo(Outcome.FETCH_FAILED);
        assertThat(result.oldCommit()).isEqualTo(before);
        assertThat(result.newCommit()).isEqualTo(host.local()).isNotEqualTo(before);
        assertThat(result.message())
                .startsWith("finished a move from " + before.abbreviated() + " to "
                        + host.local().abbreviated())
                .contains("; the remote could not be read: ", "; nothing else was changed, the next run");
        assertThat(host.calls()).containsOnlyOnce("Reload");
    }

    @Test
    void theMoveThatAFailedFetchHasFinishedIsToldByTheRunThatReachesTheRemote() {
        CommitId before = host.local();
        host.remoteCommits("r").finishesMoveAndFails().fails("Fetch", 3);

        ReconcileResult result = expectAgreement(host, Outcome.FAST_FORWARDED);

        assertThat(result.oldCommit()).isEqualTo(before);
        assertThat(result.behind()).isEqualTo(1);
        assertThat(result.message()).contains("finished a move from " + before.abbreviated());
    }

    @Test
    void waitingForATurnIsNotTrying() {
        host.failsAfterTurn("Fetch", Duration.ofHours(1)).fails("Fetch", 1_000);

        ReconcileResult result = service.run(Duration.ofMinutes(5));

        assertThat(result.outcome()).isEqualTo(Outcome.FETCH_FAILED);
        // The turn took no time of this test, so that the hour of it is left for more attempts.
        assertThat(Duration.ofMillis(result.durationMs())).isGreaterThan(Duration.ofHours(1));
    }

    /** The fetch alone told of its wait: a run that had pushed or preserved gave up while its turn was still counted. */
    @ParameterizedTest
    @ValueSource(strings = {"Fetch", "Push", "Preserve", "Verify"})
    void theTurnOfAnActivityThatTheRemoteAnswersIsNotTryingEither(String activity) {
        host.waitsForTurn(activity, Duration.ofHours(1));
        // What comes after it fails for good.
        switch (activity) {
            case "Fetch" -> host.bothConflict().fails("Preserve", 1_000);
            case "Preserve" -> host.bothConflict().fails("Verify", 1_000);
            case "Push" ->
                host.localCommits("l")
                        .before("Push", () -> host.remoteCommits("r").fails("Fetch", 1_000));
            default ->
                host.bothConflict().before("Adopt", () -> host.localCommits("m").fails("Fetch", 1_000));
        }

        ReconcileResult result = service.run(Duration.ofMinutes(5));

        assertThat(result.outcome()).isIn(Outcome.FETCH_FAILED, Outcome.PUSH_FAILED);
        assertThat(Duration.ofMillis(result.durationMs())).isGreaterThan(Duration.ofHours(1));
    }

    @Test
    void aMoveWaitsForTheEndOfALeaseAndThatIsNoAttempt() {
        host.remoteCommits("r").isLeased("Advance", 5, LEASE);

        ReconcileResult result = expectAgreement(host, Outcome.FAST_FORWARDED);

        assertThat(result.attempts()).isEqualTo(1);
        assertThat(Duration.ofMillis(result.durationMs())).isBetween(Duration.ofMillis(7_750), Duration.ofSeconds(9));
    }

    @Test
    void theRemoteHasItsWholeBudgetAfterALease() {
        // Nine looks take a minute and a half, and seven failed fetches two minutes: together more than the budget.
        host.remoteCommits("r").isLeased("Advance", 9, LEASE);
        letPass("Fetch", 9);
        host.fails("Fetch", 7);

        ReconcileResult result = service.run(Duration.ofMinutes(3));

        assertThat(result.outcome()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(Duration.ofMillis(result.durationMs())).isGreaterThan(Duration.ofMinutes(3));
    }

    @Test
    void aLeaseThatIsLongerThanTheBudgetEndsTheRunAsBusyWithItsHolderAndEnd() {
        host.bothConflict().isLeased("Adopt", 1_000, LEASE);
        CommitId before = host.local();

        ReconcileResult result = service.run(Duration.ofMinutes(1));

        assertThat(result.error().type()).isEqualTo(ErrorType.REPOSITORY_BUSY);
        assertThat(result.error().message()).contains("lease of app", "2100-01-01T00:00:00Z");
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(Duration.ofMillis(result.durationMs())).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(65));
        assertThat(host.local()).isEqualTo(before);
    }

    @Test
    void aTriggerEndsTheWaitForALease() {
        // Seven looks take 32 seconds, and the eighth would be followed by a wait of 30 seconds.
        ReconcileInput input = service.input(DAY);
        host.remoteCommits("r").isLeased("Advance", 8, LEASE);
        letPass("Fetch", 7);
        host.before("Fetch", () -> service.request(input));

        ReconcileResult result = WorkflowService.result(service.request(input));

        assertThat(result.outcome()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(Duration.ofMillis(result.durationMs())).isLessThan(Duration.ofSeconds(50));
    }

    /** A large move of another path of the repository takes minutes, and the run ended as busy after seconds. */
    @Test
    void aRunWaitsForAnotherAtWorkInTheRepositoryAndThatIsNoAttempt() {
        host.remoteCommits("r").isHeldByRun("Fetch", 12).isHeldByRun("Advance", 1);

        ReconcileResult result = service.run(DAY);

        assertThat(result.outcome()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(Duration.ofMillis(result.durationMs()))
                .as("looks at most ten seconds apart")
                .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void aRunThatIsAtWorkForLongerThanTheBudgetEndsTheOtherAsBusy() {
        host.remoteCommits("r").isHeldByRun("Advance", 1_000);
        CommitId before = host.local();

        ReconcileResult result = service.run(Duration.ofMinutes(1));

        assertThat(result.error().type()).isEqualTo(ErrorType.REPOSITORY_BUSY);
        assertThat(result.error().message()).contains("another run is at work");
        assertThat(Duration.ofMillis(result.durationMs())).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(65));
        assertThat(host.local()).isEqualTo(before);
    }

    private void letPass(String activity, int times) {
        for (int i = 0; i < times; i++) {
            host.before(activity, () -> {});
        }
    }

    @Test
    void theBudgetEndsAPushAndTheNextRunPushes() {
        host.localCommits("l").fails("Push", 12);

        ReconcileResult result = service.run(Duration.ofMinutes(1));
        assertThat(result.outcome()).isEqualTo(Outcome.PUSH_FAILED);

        expectAgreement(host, Outcome.PUSHED_AHEAD);
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
    void aRemoteThatSaysWhenIsAskedAgainThenAndNoTriggerEndsTheWait() {
        // A trigger comes while the fetch is under way, so it is there when the wait begins.
        ReconcileInput input = service.input(DAY);
        host.remoteCommits("r").tellsWhen("Fetch", Duration.ofMinutes(40), () -> service.request(input));

        ReconcileResult result = WorkflowService.result(service.request(input));

        assertThat(result.outcome()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(Duration.ofMillis(result.durationMs())).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(41));
        assertThat(result.attempts()).isEqualTo(2);
    }

    @Test
    void aRemoteThatWantsToBeLeftAloneForLongerThanTheBudgetEndsTheRunAtOnce() {
        host.localCommits("l").tellsWhen("Push", Duration.ofMinutes(10));

        ReconcileResult result = service.run(Duration.ofMinutes(5));

        assertThat(result.outcome()).isEqualTo(Outcome.PUSH_FAILED);
        assertThat(result.message()).contains("503 Service Unavailable");
        assertThat(Duration.ofMillis(result.durationMs())).isLessThan(Duration.ofMinutes(1));
        assertThat(host.calls()).containsOnlyOnce("Push");
    }

    @Test
    void theReasonOfARefusalIsInTheResult() {
        host.localCommits("l").refusesFor("Push", ErrorType.PUSH_REJECTED, "protected-branch");

        assertThat(service.run().error().reason()).isEqualTo("protected-branch");
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorType.class,
            names = {"REPOSITORY_BUSY", "DISK_ERROR"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatAPersonMustActOnFailsAtOnce(ErrorType type) {
        host.remoteCommits("r").refuses("Fetch", type);

        ReconcileResult result = service.run();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.error().type()).isEqualTo(type);
        assertThat(result.message()).isEqualTo(result.error().message()).isEqualTo(type + " of the test");
        assertThat(host.calls()).containsExactly("Fetch");
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorType.class,
            names = {"REPOSITORY_BUSY", "DISK_ERROR"})
    void aBusyRepositoryAndADiskThatRefusesAreWaitedForWithinTheirOwnBudget(ErrorType type) {
        host.remoteCommits("r").refuses("Advance", type).refuses("Advance", type);

        expectAgreement(host, Outcome.FAST_FORWARDED);
    }

    @Test
    void aRepositoryThatStaysBusyFails() {
        for (int i = 0; i < 100; i++) {
            host.refuses("Fetch", ErrorType.REPOSITORY_BUSY);
        }

        assertThat(service.run(Duration.ofDays(1)).error().type()).isEqualTo(ErrorType.REPOSITORY_BUSY);
    }

    @Test
    void theApplicationIsToldOnceOfAMove() {
        host.remoteCommits("r").tellsApplication();

        expectAgreement(host, Outcome.FAST_FORWARDED);
        assertThat(host.calls()).containsOnlyOnce("Reload");
    }

    @Test
    void anApplicationThatCouldNotBeToldIsSaid() {
        host.remoteCommits("r").tellsApplication().refuses("Reload", ErrorType.INTERNAL);

        assertThat(expectAgreement(host, Outcome.FAST_FORWARDED).message()).contains("could not be told");
    }
}

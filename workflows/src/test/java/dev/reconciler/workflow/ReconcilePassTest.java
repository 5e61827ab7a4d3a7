package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a pass goes on, and how it ends. */
class ReconcilePassTest extends RunOnFakeHost {
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

package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.workflow.progress.RunCheckpoint;
import dev.reconciler.workflow.run.PlannedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A plan that is made by the calling thread, and what it leaves to a run. */
class PlannedRunTest {
    private static final Duration BUDGET = Duration.ofMinutes(1);

    private final FakeHost host = new FakeHost();
    private Instant now = Instant.parse("2026-01-05T08:00:00Z");
    private final PlannedRun run = new PlannedRun(
            new ReconcileInput(new RepositoryId("data"), "host", new BranchName("main"), Trigger.MANUAL, BUDGET, true),
            host,
            () -> now,
            new Random(1));

    private ReconcileResult plan() {
        return run.look().orElseThrow();
    }

    private RunCheckpoint rest() {
        assertThat(run.look()).isEqualTo(Optional.empty());
        return Objects.requireNonNull(run.rest().checkpoint());
    }

    @Test
    void twoSidesThatAgreeAreOneStep() {
        assertThat(plan().outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(host.calls()).containsExactly("Fetch");
    }

    @Test
    void aReplayIsPlannedToItsPush() {
        host.localCommits("l").remoteCommits("r");

        ReconcileResult result = plan();
        assertThat(result.outcome()).isEqualTo(Outcome.REBASED);
        assertThat(result.planned()).isTrue();
        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Replay", "Advance", "Push");
    }

    @Test
    void aRewriteIsLookedAtAgainByARun() {
        host.remoteDrops("d");

        assertThat(rest().failedAttempts()).isZero();
    }

    @Test
    void whatAPersonHasToMendIsSaidAtOnce() {
        host.remoteCommits("r").refuses("Advance", ErrorType.WORK_TREE_DIRTY);

        ReconcileResult result = plan();
        assertThat(result.error()).extracting(error -> error.type()).isEqualTo(ErrorType.WORK_TREE_DIRTY);
        assertThat(result.behind()).isEqualTo(1);
        assertThat(host.calls()).containsExactly("Fetch", "Classify", "Advance");
    }

    @Test
    void anOutageIsWaitedOutByARunWithinTheSameBudget() {
        host.fails("Fetch", 1);
        Instant began = now;

        RunCheckpoint rest = rest();
        assertThat(rest.failedAttempts()).isEqualTo(1);
        assertThat(Objects.requireNonNull(rest.openPass()).start()).isEqualTo(began);
    }

    @Test
    void anOutageAtTheEndOfTheBudgetIsTheEnd() {
        host.before("Fetch", () -> now = now.plus(BUDGET)).fails("Fetch", 1);

        // Each happening is of one call: the time passes in the first, the failure is of the second.
        assertThat(run.look().orElseThrow().outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(plan().outcome()).isEqualTo(Outcome.FETCH_FAILED);
        assertThat(plan().planned()).isTrue();
    }

    @Test
    void aRemoteThatWantsToBeLeftAloneForLongerThanTheBudgetIsTheEnd() {
        host.tellsWhen("Fetch", BUDGET.plusSeconds(1));

        assertThat(plan().outcome()).isEqualTo(Outcome.FETCH_FAILED);
        assertThat(host.calls()).containsExactly("Fetch");
    }

    @Test
    void aRemoteThatSaysWhenIsNotAskedBefore() {
        host.tellsWhen("Fetch", Duration.ofSeconds(5));

        assertThat(Objects.requireNonNull(rest().openPass()).waits()).isEqualTo(1);
        assertThat(run.waitBefore()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aStepThatIsSentAwayIsLeftToARun() {
        host.sendsAway("Fetch", "a remote's queue");

        assertThat(rest().failedAttempts()).isZero();
        assertThat(host.calls()).containsExactly("Fetch");
    }

    @Test
    void whatTheDiskTookIsNoPartOfTheBudget() {
        host.remoteDrops("d").before("Classify", () -> now = now.plusSeconds(7));

        assertThat(Objects.requireNonNull(rest().openPass()).notTried()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theWaitForATurnIsNoPartOfTheBudget() {
        host.failsAfterTurn("Fetch", Duration.ofSeconds(40));

        assertThat(Objects.requireNonNull(rest().openPass()).notTried()).isEqualTo(Duration.ofSeconds(40));
    }
}

package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.cli.CommandLineFixture;
import dev.reconciler.worker.cli.FakeRemoteRuns;
import dev.reconciler.worker.cli.MainTest;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code boot} and {@code start}. */
class StartedRunsTest extends CommandLineFixture {
    private int command(String name, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = name;
        all[1] = "--config";
        all[2] = config.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return run(all);
    }

    private void settle(String id, Outcome outcome) {
        ReconcileError error = outcome == Outcome.FAILED ? new ReconcileError(ErrorType.ACCESS_DENIED, "no") : null;
        operations.remote.outcomes.put(
                id,
                CompletableFuture.completedFuture(
                        ReconcileResult.builder(new RepositoryId(id), new BranchName("main"), Trigger.BOOT)
                                .outcome(outcome, "done")
                                .error(error)
                                .localBranch(MainTest.OLD, MainTest.NEW)
                                .remoteBranch(MainTest.NEW)
                                .commitCounts(0, 1)
                                .duration(Duration.ofMillis(5))
                                .build()));
    }

    @Test
    void bootStartsARunOfEachRepositoryAndPrintsTheOutcomes() {
        settle("one", Outcome.FAST_FORWARDED);
        settle("two", Outcome.IN_SYNC);

        assertThat(command("boot")).isZero();
        assertThat(operations.remote.triggers).containsExactly(Trigger.BOOT, Trigger.BOOT);
        assertThat(out.toString())
                .contains("one: fast-forwarded main aaaaaaaaaa -> bbbbbbbbbb (0 ahead, 1 behind): done\n")
                .contains("two: in-sync main");
        assertThat(operations.remote.closed).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"IN_SYNC,0", "CONFLICT_ESCAPED,4", "PUSH_FAILED,3", "FAILED,1"})
    void theStatusIsThatOfTheOutcomes(Outcome outcome, int status) {
        settle("one", outcome);
        settle("two", Outcome.IN_SYNC);

        assertThat(command("boot")).isEqualTo(status);
    }

    @Test
    void aRunWithoutAnOutcomeInTimeSaysWhatItIsDoing() {
        settle("one", Outcome.IN_SYNC);

        assertThat(command("boot", "--wait", "10ms")).isEqualTo(3);
        assertThat(out.toString())
                .endsWith(
                        "two: retrying main: attempt 3 failed: connection refused; the run goes on as reconcile/two\n");
    }

    @Test
    void aRunWithoutAnOutcomeIsALineOfJson() {
        operations.remote.look = new LatestRun(LatestRun.RunPhase.WAITING_FOR_HOST, "Fetch waits for host data-host-1");

        assertThat(command("boot", "--repository", "two", "--wait", "10ms", "--json"))
                .isEqualTo(3);
        assertThat(out)
                .hasToString("{\"repository\":\"two\",\"outcome\":\"waiting\",\"branch\":\"main\",\"trigger\":\"boot\","
                        + "\"workflowId\":\"reconcile/two\",\"message\":\"Fetch waits for host data-host-1\"}\n");
    }

    /** The wait for an outcome ended while its thread stood before the printer: the run then got both lines. */
    @Test
    void anOutcomeThatComesWhileThePhaseIsPrintedGivesNoSecondLine() {
        operations.remote.outcomes.put("two", new LateOutcome(operations.remote));

        assertThat(command("boot", "--repository", "two", "--wait", "10ms")).isEqualTo(3);

        assertThat(out.toString().lines()).hasSize(1).first().asString().startsWith("two: retrying");
    }

    /** An outcome whose reader is called in the middle of the look at the run's phase. */
    private static final class LateOutcome extends CompletableFuture<ReconcileResult> {
        private final FakeRemoteRuns runs;

        private LateOutcome(FakeRemoteRuns runs) {
            this.runs = runs;
        }

        @Override
        public CompletableFuture<Void> thenAccept(Consumer<? super ReconcileResult> reader) {
            runs.onLook = () -> reader.accept(ReconcileResult.failedUnseen(
                    new RepositoryId("two"), new BranchName("main"), Trigger.BOOT, ErrorType.ACCESS_DENIED, "no"));
            return new CompletableFuture<>();
        }
    }

    @Test
    void anIdOfAnotherHostIsAFailureAndTheOthersRun() {
        operations.remote.conflicts.put(new RepositoryId("one"), "one is on two hosts");
        settle("two", Outcome.IN_SYNC);

        assertThat(command("boot")).isEqualTo(2);
        assertThat(out.toString())
                .startsWith("one: failed main: Configuration: one is on two hosts\n")
                .contains("two: in-sync");
        assertThat(operations.remote.requested).extracting(HostRepository::id).containsExactly(new RepositoryId("two"));
    }

    @Test
    void startPrintsTheWorkflowId() {
        assertThat(command("start", "two")).isZero();
        assertThat(out).hasToString("reconcile/two\n");
        assertThat(operations.remote.triggers).containsExactly(Trigger.MANUAL);
    }

    @Test
    void startAsJsonHasTheWorkflowIdToo() {
        assertThat(command("start", "two", "--json")).isZero();
        assertThat(out).hasToString("{\"repository\":\"two\",\"workflowId\":\"reconcile/two\"}\n");
    }

    @Test
    void startThatWaitsPrintsTheOutcome() {
        settle("two", Outcome.PUSHED_AHEAD);

        assertThat(command("start", "two", "--wait", "1m")).isZero();
        assertThat(out.toString()).startsWith("reconcile/two\ntwo: pushed-ahead main");
    }

    @Test
    void startThatWaitsAsJsonPrintsTheResultOnly() {
        settle("two", Outcome.PUSHED_AHEAD);

        assertThat(command("start", "two", "--wait", "1m", "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(1).first().asString().contains("\"outcome\":\"pushed-ahead\"");
    }
}

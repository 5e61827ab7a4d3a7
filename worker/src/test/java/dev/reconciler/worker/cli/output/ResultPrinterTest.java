package dev.reconciler.worker.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.ReconcileResultBuilder;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultPrinterTest {
    private static final RepositoryId REPOSITORY = new RepositoryId("civic-data");
    private static final BranchName BRANCH = new BranchName("main");
    private static final CommitId OLD = new CommitId("a".repeat(40));
    private static final CommitId NEW = new CommitId("b".repeat(40));

    private final StringWriter out = new StringWriter();
    private final ResultPrinter text = new ResultPrinter(new PrintWriter(out), false);
    private final ResultPrinter json = new ResultPrinter(new PrintWriter(out), true);

    @Test
    void aMoveIsToldWithBothCommitsAndTheDistance() {
        text.printResult(result(Outcome.REBASED, "replayed 2 commits")
                .localBranch(OLD, NEW)
                .commitCounts(2, 1)
                .build());

        assertThat(out)
                .hasToString(
                        "civic-data: rebased main aaaaaaaaaa -> bbbbbbbbbb (2 ahead, 1 behind): replayed 2 commits\n");
    }

    @Test
    void aBranchThatDidNotMoveIsToldWithItsCommitOnce() {
        text.printResult(result(Outcome.IN_SYNC, "same").localBranch(OLD, OLD).build());

        assertThat(out).hasToString("civic-data: in-sync main aaaaaaaaaa (0 ahead, 0 behind): same\n");
    }

    @Test
    void aBranchThatWasNotThereIsToldAsNone() {
        text.printResult(
                result(Outcome.FAST_FORWARDED, "cloned").localBranch(null, NEW).build());
        text.printResult(result(Outcome.IN_SYNC, "no commit yet").build());

        assertThat(out.toString().lines())
                .containsExactly(
                        "civic-data: fast-forwarded main none -> bbbbbbbbbb (0 ahead, 0 behind): cloned",
                        "civic-data: in-sync main none -> none (0 ahead, 0 behind): no commit yet");
    }

    @Test
    void theConflictBranchAndTheKeptRefAreNamedAtTheEnd() {
        text.printResult(result(Outcome.CONFLICT_ESCAPED, "put aside")
                .localBranch(OLD, NEW)
                .conflictBranch("conflicts/1")
                .keptRef("refs/rewound/1")
                .build());

        assertThat(out.toString()).endsWith(": put aside; on the remote: conflicts/1; kept: refs/rewound/1\n");
    }

    @Test
    void aPlanSaysWhatWouldBe() {
        text.printResult(result(Outcome.REWOUND, "rewinds").build().asPlan());

        assertThat(out.toString()).startsWith("civic-data: would be rewound main ");
    }

    @Test
    void aMessageOfSeveralLinesStaysOneLine() {
        text.printResult(result(Outcome.IN_SYNC, "first\nsecond\r\nthird").build());
        text.printResult(ReconcileResult.failedUnseen(
                REPOSITORY, BRANCH, Trigger.MANUAL, ErrorType.WORK_TREE_DIRTY, "no\nspace"));

        assertThat(out.toString().lines())
                .hasSize(2)
                .anyMatch(line -> line.endsWith(": first second third"))
                .anyMatch(line -> line.equals("civic-data: failed main: WorkTreeDirty: no space"));
    }

    @Test
    void aStartedRunIsItsWorkflowId() {
        text.printStarted(REPOSITORY, "reconcile/civic-data");
        json.printStarted(REPOSITORY, "reconcile/civic-data");

        assertThat(out)
                .hasToString("reconcile/civic-data\n"
                        + "{\"repository\":\"civic-data\",\"workflowId\":\"reconcile/civic-data\"}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "ABSENT, waiting",
        "WAITING_FOR_HOST, waiting",
        "RETRYING, retrying",
        "WORKING, running",
        "OVER, running",
    })
    void aRunWithoutAnOutcomeIsToldByItsPhase(RunPhase phase, String word) {
        HostRepository repository = new HostRepository(REPOSITORY, "host", BRANCH, List.of(), Duration.ofHours(24));

        text.printUnsettled(repository, Trigger.BOOT, new LatestRun(phase, "attempt 3"));
        json.printUnsettled(repository, Trigger.BOOT, new LatestRun(phase, "attempt 3"));

        assertThat(out)
                .hasToString("civic-data: " + word + " main: attempt 3; the run goes on as reconcile/civic-data\n"
                        + "{\"repository\":\"civic-data\",\"outcome\":\"" + word
                        + "\",\"branch\":\"main\",\"trigger\":\"boot\",\"workflowId\":\"reconcile/civic-data\","
                        + "\"message\":\"attempt 3\"}\n");
    }

    private static ReconcileResultBuilder result(Outcome outcome, String message) {
        return ReconcileResult.builder(REPOSITORY, BRANCH, Trigger.MANUAL).outcome(outcome, message);
    }
}

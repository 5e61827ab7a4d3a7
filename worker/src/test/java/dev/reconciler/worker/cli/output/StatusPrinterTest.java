package dev.reconciler.worker.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunningRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusPrinterTest {
    private static final CommitId COMMIT = new CommitId("a".repeat(40));
    private static final EndedRun LAST = new EndedRun(
            ReconcileResult.builder(new RepositoryId("civic-data"), new BranchName("main"), Trigger.SCHEDULE)
                    .outcome(Outcome.IN_SYNC, "local and remote agree")
                    .localBranch(COMMIT, COMMIT)
                    .remoteBranch(COMMIT)
                    .duration(Duration.ofMillis(84))
                    .build(),
            Instant.parse("2026-11-25T08:00:00.123Z"));
    private static final RunningRun RUNNING = new RunningRun(
            "reconcile/maps",
            "0b6f8d5c",
            Instant.parse("2026-11-25T08:01:00Z"),
            "waiting",
            4,
            Instant.parse("2026-11-25T08:02:30Z"),
            "the remote did not answer\nwithin 30 s");
    private static final List<RepositoryStatus> STATUSES = List.of(
            new RepositoryStatus(
                    new RepositoryId("civic-data"),
                    RepositoryState.ESCAPED,
                    LAST,
                    null,
                    new LeaseStatus("app", 7, Instant.parse("2026-11-25T08:00:30Z")),
                    List.of("a warning"),
                    List.of("conflicts/2026-11-24T08-00-00Z")),
            new RepositoryStatus(new RepositoryId("maps"), RepositoryState.RETRYING, null, RUNNING, List.of()));

    @Test
    void aLineOfJsonHasTheFieldsInTheirOrder() {
        List<String> lines = StatusPrinter.json(STATUSES);

        assertThat(lines.get(0))
                .isEqualTo(
                        "{\"repository\":\"civic-data\",\"state\":\"escaped\",\"last\":{\"repository\":\"civic-data\","
                                + "\"outcome\":\"in-sync\",\"branch\":\"main\",\"oldCommit\":\"" + COMMIT
                                + "\",\"newCommit\":\"" + COMMIT + "\",\"remoteCommit\":\"" + COMMIT
                                + "\",\"ahead\":0,\"behind\":0,\"conflictBranch\":null,\"keptRef\":null,"
                                + "\"remoteRewritten\":false,\"trigger\":\"schedule\",\"attempts\":1,\"durationMs\":84,\"reload\":null,"
                                + "\"message\":\"local and remote agree\",\"finishedAt\":\"2026-11-25T08:00:00.123Z\"},"
                                + "\"running\":null,\"lease\":{\"holder\":\"app\",\"fence\":7,"
                                + "\"expiresAt\":\"2026-11-25T08:00:30Z\"},\"warnings\":[\"a warning\"]}");
        assertThat(lines.get(1))
                .isEqualTo("{\"repository\":\"maps\",\"state\":\"retrying\",\"last\":null,\"running\":{"
                        + "\"workflowId\":\"reconcile/maps\",\"runId\":\"0b6f8d5c\",\"since\":\"2026-11-25T08:01:00Z\","
                        + "\"step\":\"waiting\",\"attempt\":4,\"nextAttemptAt\":\"2026-11-25T08:02:30Z\","
                        + "\"lastError\":\"the remote did not answer\\nwithin 30 s\"},\"lease\":null,\"warnings\":[]}");
    }

    @Test
    void theTableSaysItInWords() {
        assertThat(String.join("\n", StatusPrinter.formatTable(STATUSES))).isEqualTo("""
                civic-data  escaped   last run: in-sync at 2026-11-25T08:00:00Z: local and remote agree
                                      lease 7: held by app until 2026-11-25T08:00:30Z
                                      warning: a warning
                                      open on the remote: conflicts/2026-11-24T08-00-00Z
                maps        retrying  running since 2026-11-25T08:01:00Z: waiting, attempt 4, the next at 2026-11-25T08:02:30Z
                                      last error: the remote did not answer within 30 s
                                      no run has ended yet, or Temporal keeps none any more""");
    }

    /** A library's table takes such text for its own markup, and would leave it out. */
    @Test
    void aMessageIsShownAsItIs() {
        RunningRun run = new RunningRun(
                "reconcile/maps",
                "0b6f8d5c",
                Instant.parse("2026-11-25T08:01:00Z"),
                "waiting",
                1,
                null,
                "refused: @|bold x|@ and @| y");

        assertThat(StatusPrinter.formatTable(List.of(new RepositoryStatus(
                        new RepositoryId("maps"), RepositoryState.RETRYING, null, run, List.of()))))
                .anyMatch(line -> line.endsWith("last error: refused: @|bold x|@ and @| y"));
    }
}

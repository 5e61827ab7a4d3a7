package dev.reconciler.worker.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.event.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of runs, by the events of a host. */
class RecentRunsTest {
    private static final RepositoryId DATA = new RepositoryId("data");

    @TempDir
    Path state;

    private EventLog log;
    private RecentRuns runs;

    @BeforeEach
    void openLog() throws IOException {
        log = EventLog.open(state, InstantSource.system());
        runs = new RecentRuns(log, repository -> {});
    }

    @Test
    void theNewestRunsComeFirst() {
        for (int i = 0; i < 20; i++) {
            append(newResult(Outcome.REBASED, Trigger.COMMIT, "run " + i));
        }
        runs.catchUp();

        assertThat(runs.of(DATA)).hasSize(RecentRuns.KEPT);
        assertThat(runs.of(DATA).get(0).result().message()).isEqualTo("run 19");
        assertThat(runs.conflictRunsOf(DATA)).isEmpty();
        assertThat(runs.findLastEnds(new RepositoryId("other"))).isEmpty();
    }

    @Test
    void itIsKnownSinceWhenRunsEndAsTheLastOneDid() {
        append(newResult(Outcome.IN_SYNC, Trigger.COMMIT, "agreed"));
        append(newResult(Outcome.FETCH_FAILED, Trigger.COMMIT, "away"));
        append(newResult(Outcome.FAILED, Trigger.COMMIT, "\"outcome\":\"in-sync\",\"conflictBranch\":\"x\""));
        runs.catchUp();

        RecentRuns.LastEnds ends = runs.findLastEnds(DATA).orElseThrow();
        assertThat(ends.isAgreed()).isFalse();
        assertThat(ends.since()).isEqualTo(runs.of(DATA).get(1).endedAt());
        assertThat(runs.conflictRunsOf(DATA)).isEmpty();
    }

    @Test
    void whatAnotherVersionWroteIsLeftOut() {
        append(newResult(Outcome.IN_SYNC, Trigger.COMMIT, "agreed"));
        log.append("outcome", DATA, Map.of("repository", "data", "outcome", "in-sync", "ahead", "many"));
        log.append("outcome", DATA, Map.of("repository", "data"));
        runs.catchUp();

        assertThat(runs.of(DATA)).hasSize(1);
    }

    @Test
    void aDecisionIsSeenOnceBeforeItsEventAndAfterIt() {
        append(newResult(Outcome.CONFLICT_ESCAPED, Trigger.COMMIT, "escaped"));
        ReconcileResult decision = newResult(Outcome.IN_SYNC, Trigger.CONFLICT, "kept");
        runs.catchUp();

        runs.noteEnd(decision, Instant.now());
        assertThat(runs.conflictRunsOf(DATA)).hasSize(2);
        assertThat(runs.of(DATA).get(0).result()).isEqualTo(decision);

        append(decision);
        runs.catchUp();
        runs.noteEnd(decision, Instant.now());
        assertThat(runs.of(DATA)).hasSize(2);
        assertThat(runs.of(DATA).get(0).result()).isEqualTo(decision);
    }

    private void append(ReconcileResult result) {
        new EventFeed(log).runEnded(result);
    }

    private static ReconcileResult newResult(Outcome outcome, Trigger trigger, String message) {
        return ReconcileResult.builder(DATA, new BranchName("main"), trigger)
                .outcome(outcome, message)
                .conflictBranch(outcome == Outcome.CONFLICT_ESCAPED ? "conflicts/2026-11-25T08-00-00Z" : null)
                .build();
    }
}

package dev.reconciler.worker.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.situations.RepositoryPair;
import dev.reconciler.worker.state.ConflictBook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of conflicts that the remote has no longer, by a clock that is set back. */
class OpenCasesTest {
    private static final RepositoryId DATA = new RepositoryId("data");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path root;

    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private int looks;
    private RepositoryConfiguration data;
    private OpenCases cases;

    @BeforeEach
    void makeRemoteWithoutConflicts() {
        RepositoryPair pair = new RepositoryPair(root, "data");
        pair.script(RepositoryPair.WORK_TREE);
        data = pair.configure(DATA);
        cases = new OpenCases(
                new ConflictCases(
                        List.of(data),
                        new CommitterIdentity("Reconciler", "reconciler@example.org"),
                        ConflictBook.look(root)),
                this::look,
                () -> now);
    }

    private void look(Runnable work) {
        looks++;
        work.run();
    }

    private static PassedRun escapeAt(Instant end) {
        String branch = "conflicts/2026-11-27T08-00-00Z";
        ReconcileResult result = ReconcileResult.builder(DATA, new BranchName("main"), Trigger.COMMIT)
                .outcome(Outcome.CONFLICT_ESCAPED, "pushed 1 commit to " + branch)
                .conflictBranch(branch)
                .build();
        return new PassedRun(result, end);
    }

    @Test
    void aConflictIsOpenUntilTheRemoteSaysThatItIsClosed() {
        List<PassedRun> runs = List.of(escapeAt(now));

        assertThat(cases.listOpen(data, runs)).hasSize(1);
        assertThat(cases.listOpen(data, runs)).isEmpty();
    }

    @Test
    void whatTheRemoteSaysCountsForAMinuteThoughTheRunEndedAheadOfTheClock() {
        List<PassedRun> runs = List.of(escapeAt(now.plus(HOUR)));
        cases.listOpen(data, runs);

        assertThat(cases.listOpen(data, runs)).isEmpty();
        assertThat(looks).isEqualTo(1);
        now = now.plusSeconds(61);
        assertThat(cases.listOpen(data, runs)).isEmpty();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void aConflictThatIsEscapedAfterTheLookIsOpenThoughAllRunsEndedAheadOfTheClock() {
        PassedRun first = escapeAt(now.plus(HOUR));
        cases.listOpen(data, List.of(first));
        List<PassedRun> both = List.of(escapeAt(first.endedAt().plusMillis(1)), first);

        assertThat(cases.listOpen(data, both)).hasSize(1);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void theRemoteIsAskedAgainWhereTheClockWasSetBackSince() {
        List<PassedRun> runs = List.of(escapeAt(now));
        cases.listOpen(data, runs);

        now = now.minus(HOUR);
        cases.listOpen(data, runs);
        cases.listOpen(data, runs);

        assertThat(looks).isEqualTo(2);
    }
}

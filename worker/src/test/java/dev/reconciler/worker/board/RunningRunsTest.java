package dev.reconciler.worker.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.RunningRun;
import dev.reconciler.worker.status.StatusSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class RunningRunsTest {
    private static final RepositoryId ID = new RepositoryId("one");
    private static final Duration NOT_AT_ALL = Duration.ZERO;

    private final List<Runnable> questions = new ArrayList<>();
    private boolean isAway;
    private Executor behind = Runnable::run;
    private final RunningRuns runs = new RunningRuns(List.of(), new OneRunning(), work -> behind.execute(work));

    @Test
    void aServiceThatNeverAnsweredIsNotSaidToAnswer() {
        behind = questions::add;

        assertThat(runs.look(NOT_AT_ALL).isAnswering()).isFalse();
        assertThat(runs.ask(NOT_AT_ALL)).isEmpty();
    }

    @Test
    void whereTheAnswerTakesTooLongTheLastOneIsShownAndIsNoAnswer() {
        runs.look(NOT_AT_ALL);
        behind = questions::add;

        assertThat(runs.look(NOT_AT_ALL).byId()).containsOnlyKeys(ID);
        assertThat(runs.ask(NOT_AT_ALL)).isEmpty();
    }

    @Test
    void whereTheServiceIsAwayTheLastAnswerIsShownAndIsNoAnswer() {
        runs.look(NOT_AT_ALL);
        isAway = true;

        assertThat(runs.look(NOT_AT_ALL).byId()).containsOnlyKeys(ID);
        assertThat(runs.look(NOT_AT_ALL).isAnswering()).isFalse();
        assertThat(runs.ask(NOT_AT_ALL)).isEmpty();
    }

    @Test
    void anAnswerThatComesLateIsShownToTheNext() {
        behind = questions::add;
        runs.look(NOT_AT_ALL);
        questions.remove(0).run();

        assertThat(runs.look(NOT_AT_ALL)).satisfies(seen -> {
            assertThat(seen.byId()).containsOnlyKeys(ID);
            assertThat(seen.isAnswering()).isTrue();
        });
    }

    @Test
    void manyWhoLookAtATimeAskOnce() {
        behind = questions::add;
        runs.look(NOT_AT_ALL);
        runs.ask(NOT_AT_ALL);

        assertThat(questions).hasSize(1);
    }

    private final class OneRunning implements StatusSource {
        @Override
        public List<RepositoryStatus> read(List<RepositoryConfiguration> repositories) {
            throw new AssertionError("not its business");
        }

        @Override
        public List<RepositoryStatus> readRunning(List<RepositoryConfiguration> repositories) {
            if (isAway) {
                throw new TemporalUnavailableException("away", new IllegalStateException("away"));
            }
            RunningRun run = new RunningRun("reconcile/one", "run", Instant.EPOCH, "Fetch", 1, null, null);
            return List.of(new RepositoryStatus(ID, RepositoryState.RUNNING, null, run, List.of()));
        }

        @Override
        public List<RunTrace> readTraces(RepositoryConfiguration repository) {
            throw new AssertionError("not its business");
        }
    }
}

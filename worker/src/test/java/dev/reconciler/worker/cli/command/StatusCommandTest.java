package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.cli.CommandLineFixture;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCommandTest extends CommandLineFixture {
    private final List<String> asked = new ArrayList<>();
    private RepositoryState state = RepositoryState.SETTLED;
    private Outcome outcome = Outcome.IN_SYNC;

    @ParameterizedTest
    @CsvSource({
        "SETTLED, IN_SYNC, 0",
        "RUNNING, IN_SYNC, 0",
        "RUNNING, FAILED, 1",
        "RUNNING, FETCH_FAILED, 3",
        "UNKNOWN, IN_SYNC, 0",
        "ESCAPED, IN_SYNC, 4",
        "RETRYING, IN_SYNC, 3",
        "FAILED, PUSH_FAILED, 3",
        "FAILED, FAILED, 1",
    })
    void exitStatusIsThatOfTheRuns(RepositoryState as, Outcome last, int expected) {
        state = as;
        outcome = last;

        assertThat(status("one", "two")).isEqualTo(expected);
        assertThat(asked).containsExactly("one", "two");
    }

    @Test
    void allRepositoriesAreShownWhereNoneIsNamed() {
        assertThat(status("--json")).isZero();

        assertThat(asked).containsExactly("one", "two");
        assertThat(out.toString().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                .startsWith("{\"repository\":"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aRepositoryIsNamedEitherWay() {
        status("two");
        status("--repository", "two");

        assertThat(asked).containsExactly("two", "two");
        assertThat(out.toString()).startsWith("two  settled  last run: in-sync at 2026-11-25T08:00:00Z: done");
    }

    @Test
    void aTemporalServiceThatIsAwayIsSaid() {
        outcome = null;

        assertThat(status()).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("127.0.0.1:7233 does not answer\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownRepositoryIsAnErrorOfUsage() {
        assertThat(status("three")).isEqualTo(2);
        assertThat(err.toString()).contains("'three'").contains("'one', 'two'");
    }

    private int status(String... arguments) {
        operations.statuses = this::answer;
        return run(Stream.concat(Stream.of("status", "--config", config.toString()), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private List<RepositoryStatus> answer(Configuration configuration) {
        if (outcome == null) {
            throw new TemporalUnavailableException("127.0.0.1:7233 does not answer", new IllegalStateException());
        }
        return configuration.repositories().stream()
                .map(repository -> {
                    asked.add(repository.id().value());
                    EndedRun last = new EndedRun(result(repository.id()), Instant.parse("2026-11-25T08:00:00Z"));
                    return new RepositoryStatus(repository.id(), state, last, null, List.of());
                })
                .toList();
    }

    private ReconcileResult result(RepositoryId id) {
        return ReconcileResult.builder(id, new BranchName("main"), Trigger.MANUAL)
                .outcome(outcome, "done")
                .duration(Duration.ofMillis(1))
                .build();
    }
}

package dev.reconciler.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.port.DemoOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class MainTest extends CommandLineFixture {
    public static final CommitId OLD = new CommitId("a".repeat(40));
    public static final CommitId NEW = new CommitId("b".repeat(40));

    @ParameterizedTest
    @CsvSource({
        "IN_SYNC,FAST_FORWARDED,0",
        "PUSHED_AHEAD,REBASED,0",
        "REWOUND,FETCH_FAILED,3",
        "PUSH_FAILED,IN_SYNC,3",
        "PUSH_FAILED,CONFLICT_ESCAPED,4",
        "FAILED,CONFLICT_ESCAPED,1",
        "FETCH_FAILED,FAILED,1",
    })
    void exitStatusIsTheWeightiestOfTheOutcomes(Outcome first, Outcome second, int expected) {
        reconciliation.outcomes = Map.of("one", first, "two", second);

        assertThat(run("once", "--config", config.toString())).isEqualTo(expected);
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void usageWeighsMoreThanAFailure() {
        assertThat(ExitStatus.FAILED.and(ExitStatus.USAGE).code()).isEqualTo(2);
        assertThat(ExitStatus.UNREACHED.and(ExitStatus.ESCAPED).code()).isEqualTo(4);
    }

    @Test
    void resultAsJsonHasTheFieldsInTheirOrder() {
        reconciliation.outcomes = Map.of("one", Outcome.REBASED);

        run("once", "--config", config.toString(), "--repository", "one", "--json");

        assertThat(out)
                .hasToString(
                        "{\"repository\":\"one\",\"outcome\":\"rebased\",\"branch\":\"main\",\"oldCommit\":\"" + OLD
                                + "\",\"newCommit\":\"" + NEW + "\",\"remoteCommit\":\"" + NEW
                                + "\",\"ahead\":2,\"behind\":1,\"conflictBranch\":null,\"keptRef\":null,\"remoteRewritten\":false,"
                                + "\"trigger\":\"manual\",\"attempts\":1,\"durationMs\":84,\"reload\":null,\"message\":\"what “happened”\"}\n");
    }

    @Test
    void failedResultAsJsonEndsWithItsError() {
        reconciliation.outcomes = Map.of("one", Outcome.FAILED);

        run("once", "--config", config.toString(), "--repository", "one", "--json");

        assertThat(out.toString())
                .contains("\"outcome\":\"failed\"")
                .endsWith("\"message\":\"what “happened”\","
                        + "\"error\":{\"type\":\"UnrelatedHistories\",\"message\":\"no common ancestor\"}}\n");
    }

    @Test
    void planIsMarkedAndExitsLikeTheRun() {
        reconciliation.outcomes = Map.of("one", Outcome.CONFLICT_ESCAPED);

        assertThat(run("plan", "--config", config.toString(), "--repository", "one", "--json"))
                .isEqualTo(4);
        assertThat(reconciliation.planned).isTrue();
        assertThat(out.toString()).endsWith("\"message\":\"what “happened”\",\"planned\":true}\n");
    }

    @Test
    void resultForPeopleIsOneLine() {
        reconciliation.outcomes = Map.of("one", Outcome.REBASED, "two", Outcome.FAILED);

        run("once", "--config", config.toString());

        assertThat(out).hasToString("""
                        one: rebased main aaaaaaaaaa -> bbbbbbbbbb (2 ahead, 1 behind): what “happened”
                        two: failed main: UnrelatedHistories: no common ancestor
                        """);
    }

    @Test
    void onlyTheChosenRepositoriesRunWithTheGivenBudget() {
        reconciliation.outcomes = Map.of("two", Outcome.IN_SYNC);

        assertThat(run("once", "--config", config.toString(), "--repository", "two", "--retry-for", "PT1H"))
                .isZero();
        assertThat(reconciliation.ids()).containsExactly("two");
        assertThat(reconciliation.retryFor).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void budgetIsAMinuteWhereNothingIsSaid() {
        reconciliation.outcomes = Map.of("one", Outcome.IN_SYNC, "two", Outcome.IN_SYNC);

        run("once", "--config", config.toString());

        assertThat(reconciliation.ids()).containsExactly("one", "two");
        assertThat(reconciliation.retryFor).isEqualTo(Duration.ofMinutes(1));
        assertThat(reconciliation.planned).isFalse();
    }

    @Test
    void singleRepositoryNeedsNoFile() {
        reconciliation.outcomes = Map.of("civic-data", Outcome.IN_SYNC);

        assertThat(run("once", "--path", directory + "/Civic Data.git", "--remote", "/srv/x.git", "--branch", "main"))
                .isZero();
        assertThat(reconciliation.ids()).containsExactly("civic-data");
    }

    @Test
    void repositoryWithoutAResultIsAFailure() {
        reconciliation.outcomes = Map.of("one", Outcome.IN_SYNC);

        assertThat(run("once", "--config", config.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("two: ended without a result");
    }

    @Test
    void soundConfigurationIsSummed() {
        assertThat(run("check-config", "--config", config.toString())).isZero();
        assertThat(out).hasToString("""
                        %1$s: 2 repositories, no problems
                        host data-host-1, replayed commits by Data Reconciler <reconciler@data-host-1>
                        one: %2$s/one.git branch main from /srv/one.git, every 90m
                        two: %2$s/two.git branch main from /srv/two.git
                        """.formatted(config, directory));
    }

    @Test
    void demonstrationGetsItsOptionsAndItsStatusIsThePrograms() {
        assertThat(run("demo", "--keep", "--json", "--directory", directory.toString()))
                .isEqualTo(1);
        assertThat(demonstrations).containsExactly(new DemoOptions(directory, true, true));
        assertThat(out).hasToString("shown\n");
    }

    @Test
    void helpAndVersionAreOnStandardOutput() {
        assertThat(run("--help")).isZero();
        assertThat(run("once", "--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .contains("check-config")
                .contains("--retry-for=DURATION")
                .contains("reconciler ");
        assertThat(err.toString()).isEmpty();
    }
}

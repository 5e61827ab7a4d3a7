package dev.reconciler.worker.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.Outcome;
import dev.reconciler.worker.cli.CommandLineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Options that choose repositories, in a clone that would be taken where they chose nothing. */
class RepositoryOptionsTest extends CommandLineFixture {
    @BeforeEach
    void aClone() throws IOException {
        NativeGit git = NativeGit.init(directory.toRealPath().resolve("civic-data"));
        git.run("remote", "add", "origin", "/srv/civic-data.git");
        folder = git.directory();
        reconciliation.outcomes = Map.of("one", Outcome.IN_SYNC, "two", Outcome.IN_SYNC, "civic-data", Outcome.IN_SYNC);
    }

    @Test
    void withoutOptionsTheCloneInTheFolderIsChosen() {
        assertThat(run("once")).isZero();
        assertThat(reconciliation.ids()).containsExactly("civic-data");
    }

    @Test
    void theConfigurationInTheFolderWins() throws IOException {
        Files.copy(config, folder.resolve("reconciler.yaml"));
        reconciliation.outcomes = Map.of("one", Outcome.IN_SYNC, "two", Outcome.IN_SYNC);

        assertThat(run("once")).isZero();
        assertThat(reconciliation.ids()).containsExactly("one", "two");
        assertThat(err.toString()).isEmpty();
    }

    /** A link that leads nowhere is a mistake of the person; to take the clone instead would hide it. */
    @Test
    void aConfigurationInTheFolderThatCannotBeReadIsNotPassedOver() throws IOException {
        Files.createSymbolicLink(folder.resolve("reconciler.yaml"), directory.resolve("nowhere.yaml"));

        assertThat(run("once")).isEqualTo(2);
        assertThat(err.toString()).contains("reconciler.yaml: no such file");
        assertThat(reconciliation.calls).isZero();
    }

    @Test
    void aConfigurationThatIsNamedWinsOverTheCloneInTheFolder() {
        assertThat(run("once", "--config", config.toString())).isZero();
        assertThat(reconciliation.ids()).containsExactly("one", "two");
    }

    @Test
    void anIdMeansTheConfigurationAlsoInAClone() throws IOException {
        assertThat(run("once", "--repository", "one")).isEqualTo(2);
        assertThat(err.toString()).contains("reconciler.yaml: no such file");

        Files.copy(config, folder.resolve("reconciler.yaml"));
        assertThat(run("once", "--repository", "one")).isZero();
        assertThat(reconciliation.ids()).containsExactly("one");
    }

    @Test
    void repeatedIdsAreChosenInTheOrderOfTheConfiguration() {
        assertThat(run("once", "--config", config.toString(), "--repository", "two", "--repository", "one"))
                .isZero();
        assertThat(reconciliation.ids()).containsExactly("one", "two");
    }

    @Test
    void everyUnknownIdIsNamedBesideTheKnownOnes() {
        assertThat(run("start", "one", "three", "--config", config.toString(), "--repository", "four"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--repository: 'four', 'three' (expected: of the configuration's 'one', 'two')\n");
        assertThat(operations.remote.requested).isEmpty();
    }

    @Test
    void aSingleRepositoryNeedsNeitherConfigurationNorClone() {
        assertThat(run("once", "--path", directory + "/one", "--remote", "/srv/one.git", "--branch", "side"))
                .isZero();
        assertThat(reconciliation.ids()).containsExactly("one");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void startStillWantsAnIdWhereThereIsAConfiguration() throws IOException {
        Files.copy(config, folder.resolve("reconciler.yaml"));

        assertThat(run("start")).isEqualTo(2);
        assertThat(err.toString()).startsWith("no repository (expected: the id of at least one");
    }

    @Test
    void aRemoteOrBranchWithoutAPathStaysAMistake() {
        assertThat(run("once", "--branch", "side")).isEqualTo(2);
        assertThat(err.toString()).contains("--path");
    }
}

package dev.reconciler.worker.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.Outcome;
import dev.reconciler.worker.cli.CommandLineFixture;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of which little is said: the clone in the current folder, or at a path, says the rest. */
class CloneDefaultsTest extends CommandLineFixture {
    private static final String URL = "https://git.example.org/x/civic-data.git";
    private static final int ANOTHER_USER = 12345;

    private NativeGit git;

    @BeforeEach
    void aClone() throws IOException {
        git = NativeGit.init(directory.toRealPath().resolve("Civic Data"));
        git.run("remote", "add", "origin", URL);
        git.commit("places/a", "1");
        folder = git.directory();
        reconciliation.outcomes = Map.of("civic-data", Outcome.IN_SYNC);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "places", ".git"})
    void aCloneNeedsNoOptionsInItAndBelowIt(String below) {
        folder = git.directory().resolve(below);

        assertThat(run("once")).isZero();
        assertTaken(git.directory(), URL, "main");
        assertThat(err)
                .hasToString("taken from the clone " + git.directory() + ": remote " + URL
                        + " (origin), branch main (HEAD)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "plan", "boot --wait 10ms", "start", "status"})
    void everyCommandAboutRunsTakesTheCloneAndSaysSoFirst(String command) {
        run((command + " --json").split(" "));

        assertThat(err.toString()).startsWith("taken from the clone " + git.directory() + ": remote " + URL);
    }

    @Test
    void aPathAloneIsAsTheFolderThere() {
        folder = Path.of("/");

        assertThat(run("once", "--path", git.directory() + "/places")).isZero();
        assertTaken(git.directory(), URL, "main");
        assertThat(err.toString()).startsWith("taken from the clone ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--remote | /srv/other.git | /srv/other.git | main | branch main (HEAD)",
                "--branch | side | " + URL + " | side | remote " + URL + " (origin)",
            })
    void whatIsGivenBesideThePathIsNotTaken(String option, String value, String remote, String branch, String taken) {
        assertThat(run("once", "--path", git.directory().toString(), option, value))
                .isZero();
        assertTaken(git.directory(), remote, branch);
        assertThat(err).hasToString("taken from the clone " + git.directory() + ": " + taken + "\n");
    }

    @Test
    void aRelativeRemoteStartsFromTheTopOfTheClone() {
        git.run("remote", "set-url", "origin", "../remote.git");
        folder = git.directory().resolve("places");

        assertThat(run("once")).isZero();
        assertTaken(
                git.directory(), git.directory().resolveSibling("remote.git").toString(), "main");
    }

    @Test
    void aFolderThatIsNoCloneIsAMistakeOfTheCommandLine() {
        folder = Path.of("/");

        for (String command : new String[] {"once", "plan", "boot", "start", "status"}) {
            assertThat(run(command)).isEqualTo(2);
        }
        assertThat(err.toString()).startsWith("no reconciler.yaml in this folder, which is in no clone (expected: ");
        assertThat(run("once", "--path", "/absent")).isEqualTo(2);
        assertThat(err.toString()).contains("--path: no clone is there", "--remote and --branch too");
        assertThat(reconciliation.calls).isZero();
    }

    @Test
    void aCloneWithoutOriginAndOneOnNoBranchAreMistakesThatSayWhatToDo() {
        git.run("remote", "rename", "origin", "upstream");
        assertThat(run("once")).isEqualTo(2);
        assertThat(err.toString()).contains("has no remote 'origin'; give the URL with --remote");

        git.run("remote", "rename", "upstream", "origin");
        git.run("checkout", "-q", "--detach");
        assertThat(run("once")).isEqualTo(2);
        assertThat(err.toString()).contains("HEAD of the clone " + git.directory() + " is on no branch", "git switch");
        assertThat(reconciliation.calls).isZero();
    }

    /** HEAD is detached then, and git switch would not be the way out. */
    @Test
    void aRebaseThatHasStoppedIsOfTheBranchThatItBeganOn() {
        git.commit("file", "one\n");
        git.run("checkout", "-q", "-b", "side");
        git.commit("file", "two\n");
        git.run("checkout", "-q", "main");
        git.commit("file", "three\n");
        assertThat(git.attempt("rebase", "-q", "side").status()).isNotZero();

        assertThat(run("once")).isZero();
        assertThat(err.toString()).contains("branch main (HEAD)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ann:hunter2@git.example.org/x.git",
                "https://hunter2@git.example.org/x.git",
                "https://git.example.org/x.git?token=hunter2",
                "ssh://ann:hunter2@git.example.org/x.git",
                "ftp://ann:hunter2@git.example.org/x.git",
                "ext::sh -c hunter2@",
            })
    void aUrlWithASecretIsRefusedAndNotShown(String url) {
        git.run("remote", "set-url", "origin", url);

        assertThat(run("once")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("command line: remote.origin.url of the clone " + git.directory() + ": ")
                .doesNotContain("hunter2");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aRuleThatBringsAPasswordIsRefusedAndNotShown() {
        environment.putAll(Map.of(
                "GIT_CONFIG_COUNT",
                "1",
                "GIT_CONFIG_KEY_0",
                "url.https://ann:hunter2@git.example.org/.insteadOf",
                "GIT_CONFIG_VALUE_0",
                "https://git.example.org/"));

        assertThat(run("once")).isEqualTo(2);
        assertThat(err.toString()).contains("remote.origin.url").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git@git.example.org:x.git", "file:///srv/x.git", "/srv/x y/ü.git", "ssh://git@h:22/x"})
    void everyKindOfUrlThatTheProgramKnowsIsTakenAsItIs(String url) {
        git.run("remote", "set-url", "origin", url);

        assertThat(run("once")).isZero();
        assertTaken(git.directory(), url, "main");
    }

    @Test
    void aCloneOfAnotherUserIsAFailedResultAndItsRemoteIsNotRead() throws IOException {
        giveToAnotherUser(git.directory());

        assertThat(run("once", "--json")).isEqualTo(1);
        assertThat(run("plan", "--json")).isEqualTo(1);
        assertThat(out.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"repository\":\"civic-data\"")
                        && line.contains("\"branch\":\"main\"")
                        && line.contains("\"type\":\"Unsupported\""));
        assertThat(out.toString().lines().map(line -> line.contains("\"planned\":true")))
                .containsExactly(false, true);
        assertThat(out + "" + err).doesNotContain(URL);
        assertThat(reconciliation.calls).isZero();
    }

    /** Such a clone has no branch that a result could name. */
    @Test
    void aCloneOfAnotherUserOnNoBranchIsAnErrorWithoutAResult() throws IOException {
        git.run("checkout", "-q", "--detach");
        giveToAnotherUser(git.directory());

        assertThat(run("once", "--json")).isEqualTo(1);
        assertThat(out.toString())
                .startsWith("{\"repository\":null,\"outcome\":\"failed\",\"error\":{\"type\":\"Unsupported\"");
        assertThat(err.toString()).startsWith("Unsupported: ");
    }

    @Test
    void theBranchOfTheCommandLineNamesTheResultOfAnotherUsersClone() throws IOException {
        giveToAnotherUser(git.directory());

        assertThat(run("once", "--path", git.directory().toString(), "--branch", "side"))
                .isEqualTo(1);
        assertThat(out.toString()).startsWith("civic-data: failed side: Unsupported: ");
    }

    private void assertTaken(Path path, String remote, String branch) {
        RepositoryConfiguration taken =
                reconciliation.configuration.repositories().get(0);
        assertThat(taken.path()).isEqualTo(path);
        assertThat(taken.remote().value()).isEqualTo(remote);
        assertThat(taken.branch().value()).isEqualTo(branch);
        assertThat(taken.id().value()).isEqualTo("civic-data");
    }

    private void giveToAnotherUser(Path clone) throws IOException {
        assumeTrue(Files.getAttribute(clone, "unix:uid").equals(0), "only root can give a repository to another user");
        Files.setAttribute(clone, "unix:uid", ANOTHER_USER);
        Files.setAttribute(clone.resolve(".git"), "unix:uid", ANOTHER_USER);
    }
}

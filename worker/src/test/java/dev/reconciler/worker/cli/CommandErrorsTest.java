package dev.reconciler.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandErrorsTest extends CommandLineFixture {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "once --repository three| --repository: 'three' (expected: of the configuration's 'one', 'two')",
                "once --bogus| Unknown option: '--bogus'",
                "once --retry-for 5| '5' (expected: a duration",
                "once --remote x --branch y| Missing required argument(s): --path=DIR",
                "once --path x| no --config and no --repository beside them",
                "once --path x --remote y --branch z| no --config and no --repository beside them",
                "bogus| Unmatched argument",
            })
    void wrongCommandLineExitsWithTwoAndSaysWhatToDo(String arguments, String expected) {
        assertThat(run((arguments + (arguments.startsWith("once") ? " --config " + config : "")).split(" ")))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(expected).contains("--help'.");
        assertThat(reconciliation.calls).isZero();
    }

    @Test
    void noCommandNamesTheCommands() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "no command (expected: one of once, plan, worker, boot, start, status, conflicts, lease, wait, demo,"
                                + " check-config)");
    }

    @Test
    void mistypedOptionShowsNoSecret() {
        run("once", "--remot=https://bot:hunter2@git.example.org/x", "--url=https://x/y?token=hunter2");

        assertThat(err.toString()).contains("--remot=https://").doesNotContain("hunter2");
    }

    @Test
    void missingConfigurationSaysHowToMakeOne() {
        Path missing = directory.resolve("none.yaml");

        assertThat(run("once", "--config", missing.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith(missing + ": no such file (expected: a YAML file, at least repositories: [");
    }

    @Test
    void everyProblemOfAConfigurationIsPrinted() throws IOException {
        Files.writeString(config, "hosts: x\nrepositories: 7\n");

        assertThat(run("check-config", "--config", config.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        config + ":1:1: unknown key 'hosts' (did you mean host?)",
                        config + ":2:15: repositories: a number (expected: a list)");
    }

    /** A script that found no line would take it for no repository. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "once --config none.yaml| none.yaml: no such file",
                "plan --config none.yaml| none.yaml: no such file",
                "boot --config none.yaml| none.yaml: no such file",
                "start --config none.yaml one| none.yaml: no such file",
                "status --config none.yaml| none.yaml: no such file",
                "once --path none| --path: no clone is there",
                "status --bogus| Unknown option: '--bogus'",
            })
    void everyFailureIsALineOfJsonToo(String arguments, String message) {
        assertThat(run((arguments + " --json").split(" "))).isEqualTo(2);
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "{\"repository\":null,\"outcome\":\"failed\",\"error\":{\"type\":\"Configuration\",\"message\":\"")
                .contains(message);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void jsonIsForWhoAsksThisProgramForIt() {
        assertThat(run("once", "--json=true", "--config", "none.yaml")).isEqualTo(2);
        assertThat(out.toString()).hasLineCount(1);

        assertThat(run("lease", "--config", "none.yaml", "one", "--", "tool", "--json"))
                .isEqualTo(2);
        assertThat(out.toString()).hasLineCount(1);
    }

    @Test
    void aDiskThatRefusesIsNoDefect() {
        reconciliation.thrown =
                new UncheckedIOException(new FileSystemException("/srv/x", null, "No space left on device"));

        assertThat(run("once", "--json", "--config", config.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("\"type\":\"DiskError\"");
        assertThat(err.toString()).startsWith("DiskError: ").contains("/srv/x").doesNotContain("defect");
    }

    /** Systemd starts nothing again that has ended with 2. */
    @Test
    void aProblemThatMayPassIsAFailureAndNoWrongConfiguration() {
        reconciliation.thrown = ConfigurationException.passing(
                new ConfigurationProblem("configuration", 0, 0, "webhook.listen", "can't listen on 127.0.0.1:8080"));

        assertThat(run("once", "--config", config.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("configuration: webhook.listen: can't listen on 127.0.0.1:8080\n");
    }

    @Test
    void aDemonstrationInNoDirectoryIsAWrongCommandLine() {
        Path none = directory.resolve("none");

        assertThat(run("demo", "--directory", none.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("--directory: '" + none + "' (expected: a directory that is there)");
    }

    @Test
    void aDefectIsALineOfJsonWithoutTheWordsOfAnother() {
        reconciliation.thrown = new IllegalStateException("hunter2");

        assertThat(run("once", "--json", "--config", config.toString())).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo("{\"repository\":null,\"outcome\":\"failed\",\"error\":{\"type\":\"Internal\","
                        + "\"message\":\"internal error, a defect of this program; standard error says where\"}}\n");
    }

    @Test
    void unexpectedExceptionIsAFailureNotAUsageError() {
        reconciliation.thrown = new IllegalStateException("hunter2");

        assertThat(run("once", "--config", config.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("internal error")
                .contains("IllegalStateException")
                .doesNotContain("hunter2");
    }
}

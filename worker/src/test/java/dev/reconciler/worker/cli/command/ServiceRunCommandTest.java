package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.cli.CommandLineFixture;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The common part of {@code boot} and {@code start}. */
class ServiceRunCommandTest extends CommandLineFixture {
    private static final int ANOTHER_USER = 12345;

    @Test
    void aServiceThatIsAwayIsSaid() {
        operations.remote.thrown = new TemporalUnavailableException("the service is away", new IllegalStateException());

        assertThat(command("boot")).isEqualTo(1);
        assertThat(err).hasToString("the service is away\n");
    }

    @Test
    void startNeedsARepositoryThatIsConfigured() {
        assertThat(command("start")).isEqualTo(2);
        assertThat(command("start", "three")).isEqualTo(2);
        assertThat(err.toString())
                .contains("no repository (expected: the id of at least one")
                .contains("'three'");
    }

    @Test
    void theBudgetIsADayOrWhatTheOptionSays() {
        command("start", "two");
        command("start", "two", "--retry-for", "5m");

        assertThat(operations.remote.requested)
                .extracting(HostRepository::retryFor)
                .containsExactly(Duration.ofHours(24), Duration.ofMinutes(5));
    }

    @Test
    void aSingleRepositoryNeedsNoFile() {
        assertThat(run("start", "--path", "x.git", "--remote", "/srv/x.git", "--branch", "main"))
                .isZero();
        assertThat(out).hasToString("reconcile/x\n");
    }

    @Test
    void theConnectionIsClosedAfterTheRunsAndAfterAFailure() {
        command("start", "two");
        assertThat(operations.remote.closed).isTrue();

        operations.remote.closed = false;
        operations.remote.thrown = new TemporalUnavailableException("the service is away", new IllegalStateException());
        command("start", "two");
        assertThat(operations.remote.closed).isTrue();
    }

    /** The result takes the place of the run's own, so that a script finds one for each repository. */
    @ParameterizedTest
    @CsvSource({"boot, boot", "start, manual"})
    void aCloneOfAnotherUserIsAFailedResultOfTheCommandsTrigger(String name, String trigger) throws IOException {
        NativeGit git = NativeGit.init(directory.toRealPath().resolve("civic-data"));
        folder = git.directory();
        giveToAnotherUser(folder);

        assertThat(run(name, "--json")).isEqualTo(1);
        assertThat(out.toString())
                .startsWith("{\"repository\":\"civic-data\",\"outcome\":\"failed\",\"branch\":\"main\"")
                .contains("\"trigger\":\"" + trigger + "\"", "\"type\":\"Unsupported\"")
                .endsWith("}\n");
        assertThat(operations.remote.requested).isEmpty();
    }

    private int command(String name, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = name;
        all[1] = "--config";
        all[2] = config.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return run(all);
    }

    private static void giveToAnotherUser(Path clone) throws IOException {
        assumeTrue(Files.getAttribute(clone, "unix:uid").equals(0), "only root can give a repository to another user");
        Files.setAttribute(clone, "unix:uid", ANOTHER_USER);
        Files.setAttribute(clone.resolve(".git"), "unix:uid", ANOTHER_USER);
    }
}

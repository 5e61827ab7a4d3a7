package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lease.GivenLease;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.cli.CommandLineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands under a lease, as shells start them. */
@Tag("slow")
class LeaseCommandTest extends CommandLineFixture {
    private static final String TREE_THAT_REFUSES_TO_END = """
            trap '' TERM
            (trap '' TERM; setsid sleep 300 & echo $! > child) &
            echo $$ > shell
            while ! test -s child; do :; done
            """;

    @BeforeEach
    void makeRepository() {
        NativeGit.init(data()).commit("file", "text");
    }

    @Test
    void theCommandRunsUnderALeaseAndItsStatusIsTheEnd() throws IOException {
        assertThat(lease("cp one.git/.git/reconciler/lease held; echo $RECONCILER_FENCE > fence; exit 7"))
                .isEqualTo(7);

        String fence = Files.readString(directory.resolve("fence")).strip();
        assertThat(directory.resolve("held")).content().contains("fence " + fence + "\n", "holder ");
        assertThat(noteOfLease()).content().startsWith("fence " + fence + "\n");
        assertThat(Leases.find(data())).isEmpty();
        assertThat(out.toString() + err).isEmpty();
    }

    @Test
    void theWorkerIsAskedToRunAMoveThatWaitedForTheLease() {
        assertThat(lease("true")).isZero();
        assertThat(operations.askedOfWorker).isEmpty();

        // As a run notes it that finds the lease.
        assertThat(lease("echo 2126-01-01T00:00:00Z > one.git/.git/reconciler/main.waits"))
                .isZero();

        assertThat(operations.askedOfWorker).containsExactly("one");
    }

    @Test
    void theCommandMayChangeTheConfigurationAndItsStatusIsTheEnd() {
        assertThat(lease("echo 'repositories: 7' > reconciler.yaml; exit 7")).isEqualTo(7);
        assertThat(out.toString() + err).isEmpty();
    }

    @Test
    void whatStandsBehindTheSeparatorIsTheCommands() {
        assertThat(run(
                        "lease",
                        "--config",
                        config + "",
                        "one",
                        "--",
                        "sh",
                        "-c",
                        "test $2 = -- && exit 9",
                        "sh",
                        "--json",
                        "--"))
                .isEqualTo(9);
    }

    @Test
    void aWordThatNamesAFileIsTheCommandsAsItWasTyped() throws IOException {
        String word = "@" + Files.writeString(directory.resolve("body.json"), "two three\n");

        assertThat(run(
                        "lease",
                        "--config",
                        config + "",
                        "one",
                        "--",
                        "sh",
                        "-c",
                        "test \"$1\" = '" + word + "' && exit 8",
                        "sh",
                        word))
                .as(err.toString())
                .isEqualTo(8);
    }

    @Test
    void inJsonWhatTheCommandPrintsIsOnStandardErrorBesideWhatIsSaidOfIt() {
        Program.Finished run = Program.in(directory)
                .run(
                        "lease",
                        "--json",
                        "one",
                        "--",
                        "sh",
                        "-c",
                        "echo printed; echo fence 9 > one.git/.git/reconciler/lease");

        assertThat(run.err()).contains("printed\n", "was lost, and the command is ended");
        assertThat(run.out()).startsWith("{\"repository\":\"one\"").hasLineCount(1);
    }

    @Test
    void inJsonTheCommandHasItsEnvironmentAndWhyItCantBeStartedIsTold() {
        Program program = Program.in(directory).with("spring.profiles.active", "prod");

        assertThat(program.run("lease", "--json", "one", "--", "printenv", "spring.profiles.active")
                        .err())
                .contains("prod\n");
        assertThat(program.run("lease", "--json", "one", "--", "/no/such/program")
                        .out())
                .contains("\"status\":127", "/no/such/program");
    }

    @Test
    void inACloneTheCommandNeedsNoRepositorysName() {
        NativeGit.in(data()).run("remote", "add", "origin", "/srv/one.git");
        folder = data();

        assertThat(run("lease", "--", "sh", "-c", "exit 4")).isEqualTo(4);
        assertThat(run("lease", "--path", data() + "", "--", "sh", "-c", "exit 5"))
                .isEqualTo(5);
    }

    @Test
    void whileAnotherHoldsALeaseNoneIsHadInTime() throws IOException {
        try (DataRepository repository = open()) {
            GivenLease lease = (GivenLease) Leases.of(repository).take("app", Duration.ofMinutes(1));

            assertThat(lease("touch begun", "--wait", "10ms")).isEqualTo(75);
            assertThat(err.toString())
                    .isEqualTo(
                            "one: no lease: app holds lease " + lease.fence() + " until " + lease.expiresAt() + "\n");
            assertThat(directory.resolve("begun")).doesNotExist();
            Leases.of(repository).release(lease.id(), "app");
            assertThat(lease("touch begun", "--wait", "10ms")).isZero();
        }
    }

    @Test
    void aLeaseThatIsLostEndsTheCommandAndAllThatItHasStarted() throws IOException {
        assertThat(lease(
                        TREE_THAT_REFUSES_TO_END
                                + "echo fence 9 > one.git/.git/reconciler/lease; while :; do sleep 0.1; done",
                        "--ttl",
                        "1s"))
                .isEqualTo(76);

        assertThat(err.toString()).endsWith(" was lost, and the command is ended\n");
        awaitEndOf("child");
        awaitEndOf("shell");
    }

    @Test
    void aLeaseThatWasLostBeforeTheEndIsToldAndNothingGoesOn() throws IOException {
        assertThat(lease(TREE_THAT_REFUSES_TO_END + "echo fence 9 > one.git/.git/reconciler/lease"))
                .isEqualTo(76);

        awaitEndOf("child");
    }

    @Test
    void aLeaseIsRenewedWhileTheCommandRuns() throws IOException {
        String twoRenewals =
                "f=one.git/.git/reconciler/lease.$RECONCILER_FENCE; for i in 1 2; do a=$(cat $f 2>&1); while test \"$a\" = \"$(cat $f 2>&1)\";"
                        + " do sleep 0.05; done; done; grep -c ^ends $f > ends";

        assertThat(lease(twoRenewals, "--ttl", "1s")).isZero();
        assertThat(directory.resolve("ends")).hasContent("1");
    }

    @Test
    void theEndInJsonIsAllOfStandardOutput() {
        assertThat(lease("exit 3", "--json")).isEqualTo(3);

        assertThat(out.toString())
                .matches("\\{\"repository\":\"one\",\"fence\":[0-9]+,\"status\":3,\"problem\":null}\n");
    }

    @Test
    void aCommandThatCantBeStartedHoldsNothing() {
        assertThat(run("lease", "--config", config + "", "one", "--", "/no/such/program"))
                .isEqualTo(127);

        assertThat(err.toString()).contains("/no/such/program");
        assertThat(Leases.find(data())).isEmpty();
    }

    @Test
    void withoutACloneNothingIsRun() {
        assertThat(run("lease", "--config", config + "", "two", "--", "touch", directory + "/begun"))
                .isEqualTo(1);

        assertThat(err.toString()).contains("there is no clone yet");
        assertThat(directory.resolve("begun")).doesNotExist();
        assertThat(directory.resolve("two.git")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one",
                "one --",
                "one two -- true",
                "-- true",
                "three -- true",
                "one --ttl 11m -- true",
                "one --ttl 10ms -- true",
                "one --wait soon -- true"
            })
    void aWrongCommandLineTakesNoLease(String arguments) {
        List<String> line = new ArrayList<>(List.of("lease", "--config", config + ""));
        line.addAll(List.of(arguments.split(" ")));

        assertThat(run(line.toArray(String[]::new))).as(err.toString()).isEqualTo(2);
        assertThat(noteOfLease()).doesNotExist();
    }

    /** In a process of its own, since a signal ends it. */
    @Test
    void aSignalEndsTheCommandAndReleasesTheLease() throws IOException {
        try (Program.Running lease = Program.in(directory)
                .start(
                        "lease",
                        "one",
                        "--",
                        "sh",
                        "-c",
                        TREE_THAT_REFUSES_TO_END + "touch begun; while :; do sleep 0.1; done")) {
            Awaitility.await().until(() -> Files.exists(directory.resolve("begun")));
            assertThat(Leases.find(data())).isPresent();

            assertThat(lease.stop()).as(lease.printed()).isEqualTo(128 + 15);
        }

        assertThat(Leases.find(data())).isEmpty();
        awaitEndOf("child");
        awaitEndOf("shell");
    }

    private int lease(String script, String... options) {
        List<String> line = new ArrayList<>(List.of("lease", "--config", config + "", "one"));
        line.addAll(List.of(options));
        line.addAll(List.of("--", "sh", "-c", "cd '" + directory + "'\n" + script));
        return run(line.toArray(String[]::new));
    }

    private Path data() {
        return directory.resolve("one.git");
    }

    private Path noteOfLease() {
        return data().resolve(".git/reconciler/lease");
    }

    private DataRepository open() throws IOException {
        return DataRepository.open(TestRepositories.settings(data(), Path.of("/srv/one.git")))
                .orElseThrow();
    }

    /** A process that was killed is there until whoever has it for a child has asked for its status. */
    private void awaitEndOf(String file) throws IOException {
        long process = Long.parseLong(Files.readString(directory.resolve(file)).strip());
        Awaitility.await()
                .until(() ->
                        ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    }
}

package dev.reconciler.worker.service;

import static dev.reconciler.worker.service.HostFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A case outlives its worker and its server, at each of its stages: nobody is told twice, and nothing is forgotten. */
@OnFullServer
@Tag("long")
class CaseKillsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFLICT = "commit $CLONE base.txt local; commit $REMOTE base.txt remote";

    @TempDir
    static Path root;

    private static FullServer server;

    private final List<Program.Running> programs = new ArrayList<>();
    private HostFixture host;
    private Program.Running worker;

    @AfterEach
    void end() {
        programs.forEach(Program.Running::close);
    }

    /** Who is killed, with {@code kill -9}. */
    enum Killed {
        WORKER(true, false),
        SERVER(false, true),
        BOTH(true, true);

        private final boolean worker;
        private final boolean server;

        Killed(boolean worker, boolean server) {
            this.worker = worker;
            this.server = server;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = FullServer.inFolder(Files.createDirectory(root.resolve("server")))
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void beforeAnybodyWasTold(Killed killed) throws Exception {
        host = HostFixture.on(server, root, CONFLICT);
        worker = start(host.worker());
        spinUntil(() -> hasConflictBranch());

        kill(killed);

        awaitTold("opened");
        endByDeletion();
        awaitTold("opened", "closed");
    }

    @ParameterizedTest
    @EnumSource
    void afterPeopleWereTold(Killed killed) throws Exception {
        host = HostFixture.on(server, root, CONFLICT);
        worker = start(host.worker());
        spinUntil(() -> listTold().equals(List.of("opened")));

        kill(killed);

        endByDeletion();
        awaitTold("opened", "closed");
    }

    @ParameterizedTest
    @EnumSource
    void whileADecisionRuns(Killed killed) throws Exception {
        host = HostFixture.on(server, root, CONFLICT);
        worker = start(host.worker());
        eventually().until(() -> listTold().equals(List.of("opened")));
        Set<String> before = listHeld();
        String remote = readRemote();
        start(host.program().start("conflicts", "keep-local", findConflict()));
        spinUntil(() -> !readRemote().equals(remote));

        kill(killed);

        awaitTold("opened", "closed");
        eventually().until(host::agrees);
        assertThat(NativeGit.in(host.pair().remote()).run("show", "main:base.txt"))
                .isEqualTo("local");
        assertThat(listHeld()).containsAll(before);
        assertThat(hasConflictBranch()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whileItIsBeingClosed(Killed killed) throws Exception {
        host = HostFixture.on(server, root, CONFLICT);
        worker = start(host.worker());
        eventually().until(() -> listTold().equals(List.of("opened")));
        long seen = countRuns();
        deleteBranch();
        start(host.program().start("start", host.id()));
        spinUntil(() -> countRuns() != seen || !listTold().equals(List.of("opened")));

        kill(killed);

        awaitTold("opened", "closed");
    }

    private Program.Running start(Program.Running program) {
        programs.add(program);
        return program;
    }

    /** Kills, and starts again. */
    private void kill(Killed killed) {
        if (killed.worker) {
            worker.close();
        }
        if (killed.server) {
            server.kill();
            server.start();
        }
        if (killed.worker) {
            worker = start(host.worker());
        }
    }

    /** Looks all the time, so that what is killed then is in the middle of it. */
    private static void spinUntil(BooleanSupplier there) {
        long end = System.nanoTime() + 120_000_000_000L;
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come that far");
            }
            Thread.onSpinWait();
        }
    }

    private boolean hasConflictBranch() {
        String[] names =
                host.pair().remote().resolve("refs/heads/conflicts").toFile().list();
        return names != null && names.length > 0;
    }

    // Without a process of git: that would be the slowest of what is looked for.
    private String readRemote() {
        try {
            return Files.readString(host.pair().remote().resolve("refs/heads/main"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String findConflict() {
        return host.id() + "/"
                + NativeGit.in(host.pair().remote())
                        .run("for-each-ref", "--format=%(refname:lstrip=3)", "refs/heads/conflicts");
    }

    private void deleteBranch() {
        host.script("git --git-dir=$REMOTE for-each-ref --format='delete %(refname)' refs/heads/conflicts"
                + " | git --git-dir=$REMOTE update-ref --stdin\n");
    }

    private void endByDeletion() {
        deleteBranch();
        Program.Finished asked = host.program().run("start", host.id(), "--wait", "1m");
        assertThat(asked.status()).as(asked.err()).isZero();
    }

    /** Each run that has ended is an event, one that found both sides equal too. */
    private long countRuns() {
        return readEvents().stream()
                .filter(event -> event.get("event").asText().equals("outcome"))
                .count();
    }

    private void awaitTold(String... states) {
        eventually().untilAsserted(() -> assertThat(listTold()).containsExactly(states));
    }

    /** What people were told of the case, in the order in which they were. */
    private List<String> listTold() {
        return readEvents().stream()
                .filter(event -> event.get("event").asText().equals("conflict"))
                .map(event -> event.get("data").get("state").asText())
                .filter(state -> !state.equals("escaped"))
                .toList();
    }

    private List<JsonNode> readEvents() {
        List<JsonNode> events = new ArrayList<>();
        try {
            String text = Files.readString(host.folder().resolve("state/events.jsonl"));
            // The last line may be half written.
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                events.add(JSON.readTree(line));
            }
        } catch (IOException notYet) {
            return List.of();
        }
        return events;
    }

    private Set<String> listHeld() {
        return host.pair().held().stream().map(commit -> commit.kept()).collect(Collectors.toSet());
    }
}

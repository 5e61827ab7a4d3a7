package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.situations.Ground;
import dev.reconciler.worker.situations.Situation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every outcome over every transport, on situations of the table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class TransportsTest {
    private static final Set<String> SITUATIONS = Set.of(
            "equal branches are in sync",
            "a bare clone behind is fast-forwarded",
            "a missing clone is made with a work tree",
            "a shallow clone is deepened",
            "a bare clone ahead is pushed",
            "diverged work tree is replayed",
            "conflicting edits escape",
            "a remote that went back is followed",
            "own commits on a rewritten remote are replayed without the dropped ones",
            "a remote whose ref is locked takes no push in time",
            "the push is declined by a hook",
            "the branch is absent on the remote",
            "a remote that is gone is missing");
    private static final String TOKEN = "canary-token-5f2e";

    @TempDir
    static Path root;

    private final Map<String, GitServer> servers = new LinkedHashMap<>();
    private final Map<String, Ground> grounds = new LinkedHashMap<>();
    private final Map<Ground, String> urls = new LinkedHashMap<>();
    private final List<Program.Finished> runs = new ArrayList<>();

    @BeforeAll
    void serveAndRun() throws Exception {
        servers.put("http", new GitHttpServer(root, TOKEN));
        servers.put("git", new GitDaemon(root));
        servers.put("ssh", new GitSshServer(Files.createDirectory(root.resolve("keys"))));
        List<Situation> rows = Situation.all().stream()
                .filter(row -> SITUATIONS.contains(row.name()))
                .toList();
        assertThat(rows).hasSameSizeAs(SITUATIONS);
        StringBuilder configuration = new StringBuilder("repositories:\n");
        for (Map.Entry<String, GitServer> server : servers.entrySet()) {
            for (Situation row : rows) {
                String id = server.getKey() + "-" + row.id();
                Ground ground = new Ground(row, Files.createDirectory(root.resolve(id)));
                grounds.put(id, ground);
                urls.put(ground, server.getValue().url(ground.remote()));
                configuration.append(entry(id, ground, server.getValue()));
            }
        }
        grounds.values().parallelStream().forEach(this::setUp);
        Files.writeString(root.resolve("reconciler.yaml"), configuration);
        // Only what is to fail in time has little of it: a busy machine must not fail the others.
        runs.add(once(true, "12s"));
        runs.add(once(false, "2m"));
    }

    private Program.Finished once(boolean failsInTime, String budget) {
        List<String> arguments = new ArrayList<>(List.of("once", "--json", "--retry-for", budget));
        grounds.forEach((id, ground) -> {
            if ((ground.row().exit() == 3) == failsInTime) {
                arguments.addAll(List.of("--repository", id));
            }
        });
        return Program.in(root).with("GIT_TOKEN", TOKEN).run(arguments.toArray(String[]::new));
    }

    // The clone is one of the remote behind the server, which is not there while it is made.
    private void setUp(Ground ground) {
        ground.script(ground.row().setup());
        if (ground.hasClone()) {
            NativeGit.in(ground.local()).attempt("remote", "set-url", "origin", urls.get(ground));
        }
    }

    private static String entry(String id, Ground ground, GitServer server) {
        return "  - id: %s\n    path: \"%s\"\n    remote: \"%s\"\n    branch: main\n    %s\n"
                .formatted(id, ground.local(), server.url(ground.remote()), server.credentials());
    }

    @AfterAll
    void stop() throws Exception {
        for (GitServer server : servers.values()) {
            server.close();
        }
    }

    private interface Assertion {
        void check(Ground ground, JsonNode result) throws Exception;
    }

    private Stream<DynamicTest> each(Assertion assertion) {
        Map<String, JsonNode> results = new LinkedHashMap<>();
        runs.forEach(run -> results.putAll(run.results()));
        return grounds.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    assertThat(results).as(runs.toString()).containsKey(entry.getKey());
                    assertion.check(entry.getValue(), results.get(entry.getKey()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> endsAsOnTheDisk() {
        return each((ground, result) -> {
            String verdict = result.has("error")
                    ? result.at("/error/type").asText()
                    : result.get("outcome").asText();
            assertThat(verdict).as(result.toString()).isEqualTo(ground.row().expect());
            ground.script(ground.row().check());
        });
    }

    @TestFactory
    Stream<DynamicTest> bothSidesAgreeAndAreWhole() {
        return each((ground, result) -> {
            if (ground.row().isSettledByRun()) {
                NativeGit local = NativeGit.in(ground.local());
                assertThat(local.id("main"))
                        .isEqualTo(NativeGit.in(ground.remote()).id("main"));
                local.fsck();
                NativeGit.in(ground.remote()).fsck();
                assertThat(ground.leftovers()).isEmpty();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> theTokenIsNowhere() {
        return each((ground, result) -> {
            assertThat(result.toString()).doesNotContain(TOKEN);
            if (ground.hasClone()) {
                assertThat(ground.gitDirectory().resolve("config")).content().doesNotContain(TOKEN);
            }
        });
    }
}

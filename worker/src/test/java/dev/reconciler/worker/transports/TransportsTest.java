package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.situations.RepositoryPair;
import dev.reconciler.worker.situations.Situation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every outcome over every transport, on situations of the folder {@code situations}. */
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
    private static final Set<String> WAITED_IN_VAIN = Set.of("fetch-failed", "push-failed");
    private static final String TOKEN = "canary-token-5f2e";

    @TempDir
    static Path root;

    private final Map<String, GitServer> servers = new LinkedHashMap<>();
    private final Map<String, RepositoryPair> pairs = new LinkedHashMap<>();
    private final Map<String, Situation> situations = new LinkedHashMap<>();
    private final Map<String, String> urls = new LinkedHashMap<>();
    private final Map<String, AssertionError> brokenSetUps = new ConcurrentHashMap<>();
    private final List<Program.Finished> runs = new ArrayList<>();

    @BeforeAll
    void serveAndRun() throws Exception {
        servers.put("http", new GitHttpServer(root, TOKEN));
        servers.put("git", new GitDaemon(root));
        servers.put("ssh", new GitSshServer(Files.createDirectory(root.resolve("keys"))));
        List<Situation> told = Situation.all().stream()
                .filter(situation -> SITUATIONS.contains(situation.name()))
                .toList();
        assertThat(told).hasSameSizeAs(SITUATIONS);
        StringBuilder configuration = new StringBuilder("repositories:\n");
        for (Map.Entry<String, GitServer> server : servers.entrySet()) {
            for (Situation situation : told) {
                String id = server.getKey() + "-" + situation.id();
                RepositoryPair pair = new RepositoryPair(Files.createDirectory(root.resolve(id)), situation.folder());
                pairs.put(id, pair);
                situations.put(id, situation);
                urls.put(id, server.getValue().url(pair.remote()));
                configuration.append(entry(id, pair, server.getValue()));
            }
        }
        pairs.keySet().parallelStream().forEach(this::setUp);
        Files.writeString(root.resolve("reconciler.yaml"), configuration);
        // Only what is to fail in time has little of it: a busy machine must not fail the others.
        CompletableFuture<Program.Finished> waiting =
                CompletableFuture.supplyAsync(() -> once(true, "12s"), task -> new Thread(task, "waits").start());
        runs.add(once(false, "2m"));
        runs.add(waiting.join());
    }

    private Program.Finished once(boolean failsInTime, String budget) {
        List<String> arguments = new ArrayList<>(List.of("once", "--json", "--retry-for", budget));
        situations.forEach((id, situation) -> {
            if (WAITED_IN_VAIN.contains(situation.first().verdict()) == failsInTime) {
                arguments.addAll(List.of("--repository", id));
            }
        });
        return Program.in(root).with("GIT_TOKEN", TOKEN).run(arguments.toArray(String[]::new));
    }

    // The clone is one of the remote behind the server, which is not there while it is made.
    private void setUp(String id) {
        RepositoryPair pair = pairs.get(id);
        try {
            pair.script(situations.get(id).given());
        } catch (AssertionError broken) {
            brokenSetUps.put(id, broken);
        }
        if (pair.hasClone()) {
            NativeGit.in(pair.local()).attempt("remote", "set-url", "origin", urls.get(id));
        }
    }

    private static String entry(String id, RepositoryPair pair, GitServer server) {
        return "  - id: %s\n    path: \"%s\"\n    remote: \"%s\"\n    branch: main\n    %s\n"
                .formatted(id, pair.local(), server.url(pair.remote()), server.credentials());
    }

    @AfterAll
    void stop() throws Exception {
        for (GitServer server : servers.values()) {
            server.close();
        }
    }

    private interface Assertion {
        void check(Situation situation, RepositoryPair pair, JsonNode result) throws Exception;
    }

    private Stream<DynamicTest> each(Assertion assertion) {
        Map<String, JsonNode> results = new LinkedHashMap<>();
        runs.forEach(run -> results.putAll(run.results()));
        return pairs.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> check(entry.getKey(), results, assertion)));
    }

    private void check(String id, Map<String, JsonNode> results, Assertion assertion) throws Exception {
        Situation situation = situations.get(id);
        try {
            if (brokenSetUps.containsKey(id)) {
                throw brokenSetUps.get(id);
            }
            assertThat(results).as(runs.toString()).containsKey(id);
            assertion.check(situation, pairs.get(id), results.get(id));
        } catch (AssertionError failed) {
            throw new AssertionError(id + ": refuted\nin " + situation.describe() + "\n" + failed.getMessage(), failed);
        }
    }

    @TestFactory
    Stream<DynamicTest> endsAsOnTheDisk() {
        return each((situation, pair, result) -> {
            String verdict = result.has("error")
                    ? result.at("/error/type").asText()
                    : result.get("outcome").asText();
            assertThat(verdict)
                    .as(result.toString())
                    .isEqualTo(situation.first().verdict());
            pair.script(situation.first().check());
        });
    }

    @TestFactory
    Stream<DynamicTest> bothSidesAgreeAndAreWhole() {
        return each((situation, pair, result) -> {
            if (situation.isSettledByRun()) {
                NativeGit local = NativeGit.in(pair.local());
                assertThat(local.id("main"))
                        .isEqualTo(NativeGit.in(pair.remote()).id("main"));
                local.fsck();
                NativeGit.in(pair.remote()).fsck();
                assertThat(pair.leftovers()).isEmpty();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> theTokenIsNowhere() {
        return each((situation, pair, result) -> {
            assertThat(result.toString()).doesNotContain(TOKEN);
            if (pair.hasClone()) {
                assertThat(pair.gitDirectory().resolve("config")).content().doesNotContain(TOKEN);
            }
        });
    }
}

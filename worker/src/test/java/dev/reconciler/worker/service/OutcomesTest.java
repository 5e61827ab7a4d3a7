package dev.reconciler.worker.service;

import static dev.reconciler.worker.service.HostFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.situations.RepositoryPair;
import dev.reconciler.workflow.visibility.RunAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every outcome, reached by a worker on either kind of service. */
@Tag("slow")
class OutcomesTest {
    private static final Set<String> UNSETTLED = Set.of("fetch-failed", "push-failed", "failed");

    private static final Map<String, String> SETUPS = setups();

    @TempDir
    Path root;

    private final Map<String, RepositoryPair> pairs = new LinkedHashMap<>();

    private static Map<String, String> setups() {
        Map<String, String> setups = new LinkedHashMap<>();
        setups.put("in-sync", "");
        setups.put("fast-forwarded", "commit $REMOTE r.txt r");
        setups.put("pushed-ahead", "commit $CLONE l.txt l");
        setups.put("rebased", "commit $CLONE l.txt l; commit $REMOTE r.txt r");
        setups.put("rewound", """
                commit $CLONE d.txt d
                git -C $CLONE push -q origin main
                git -C $CLONE fetch -q
                git -C $REMOTE update-ref refs/heads/main refs/heads/main~1
                """);
        setups.put("conflict-escaped", "commit $CLONE base.txt local; commit $REMOTE base.txt remote");
        setups.put("fetch-failed", "");
        setups.put("push-failed", "commit $CLONE l.txt l; : > $REMOTE/refs/heads/main.lock");
        setups.put("failed", "git -C $REMOTE update-ref -d refs/heads/main");
        return setups;
    }

    @BeforeEach
    void makeRepositories() throws IOException {
        for (Map.Entry<String, String> setup : SETUPS.entrySet()) {
            Path home = Files.createDirectory(root.resolve(setup.getKey()));
            RepositoryPair pair = new RepositoryPair(home, "data");
            pair.script(RepositoryPair.WORK_TREE + setup.getValue());
            pairs.put(setup.getKey(), pair);
        }
    }

    private Program program(String address) throws IOException {
        StringBuilder file = new StringBuilder("temporal: { address: \"" + address + "\" }\n"
                + "host: outcomes\nstate: state\nwebhook: { listen: \"127.0.0.1:0\" }\nrepositories:\n");
        for (Map.Entry<String, RepositoryPair> pair : pairs.entrySet()) {
            String remote = pair.getKey().equals("fetch-failed")
                    ? "git://127.0.0.1:1/x.git"
                    : pair.getValue().remote().toString();
            file.append("  - { id: \"%s\", path: \"%s\", remote: \"%s\", branch: main, watch: false, retryFor: 2s }\n"
                    .formatted(pair.getKey(), pair.getValue().local(), remote));
        }
        Files.writeString(root.resolve("reconciler.yaml"), file);
        return Program.in(root).with("RECONCILER_LOG", "info");
    }

    @Test
    void aServiceInsideTheProcessReachesEach() throws IOException {
        try (Program.Running worker = program("127.0.0.1:1").start("worker", "--embedded")) {
            assertSettled();
            eventually().until(() -> SETUPS.keySet().stream()
                    .allMatch(id -> worker.printed().contains(id + ": the boot run is over")));
            assertThat(worker.printed()).doesNotContain("ERROR");
        }
    }

    @Test
    @OnFullServer
    void aFullServiceReachesEachAndTellsOfIt() throws Exception {
        Program program = program(FullServer.shared().orElseThrow().address());
        try (Program.Running worker = program.start("worker")) {
            // The boot runs of both are one.
            Program.Finished boot = program.run("boot", "--json", "--wait", "1m");

            assertSettled();
            Map<String, JsonNode> results = boot.results();
            assertThat(results.keySet()).containsExactlyInAnyOrderElementsOf(SETUPS.keySet());
            assertThat(boot.status()).isEqualTo(1);
            eventually().until(() -> worker.printed().contains("at work"));
            for (String id : List.of("fetch-failed", "push-failed", "failed")) {
                assertThat(results.get(id).get("outcome").asText()).isEqualTo(id);
            }
            assertThat(results.get("failed").get("error").get("type").asText()).isEqualTo("BranchMissing");
            // The worker's own request may come after the command's: then the run makes another pass.
            for (String id : SETUPS.keySet()) {
                eventually().until(() -> List.of(id, "in-sync").contains(findShownOutcome(id)));
            }
        }
    }

    private static String findShownOutcome(String id) {
        return String.valueOf(FullServer.shared()
                .orElseThrow()
                .client()
                .newUntypedWorkflowStub("reconcile/" + id)
                .describe()
                .getTypedSearchAttributes()
                .get(RunAttributes.OUTCOME));
    }

    private void assertSettled() {
        pairs.forEach((id, pair) -> {
            if (!UNSETTLED.contains(id)) {
                eventually().until(() -> tip(pair.local()).equals(tip(pair.remote())));
            }
        });
        eventually().until(() -> refs("conflict-escaped", true).contains("refs/heads/conflicts/"));
        eventually().until(() -> refs("rewound", false).contains("refs/rewound/"));
    }

    private String refs(String id, boolean remote) {
        RepositoryPair pair = pairs.get(id);
        return NativeGit.in(remote ? pair.remote() : pair.local()).refs();
    }

    private static String tip(Path repository) {
        return NativeGit.in(repository)
                .attempt("rev-parse", "-q", "--verify", "refs/heads/main")
                .output()
                .strip();
    }
}

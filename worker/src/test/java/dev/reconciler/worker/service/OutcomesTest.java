package dev.reconciler.worker.service;

import static dev.reconciler.worker.service.HostFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.situations.Ground;
import dev.reconciler.worker.situations.Situation;
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

    private final Map<String, Ground> grounds = new LinkedHashMap<>();

    private static Map<String, String> setups() {
        Map<String, String> setups = new LinkedHashMap<>();
        setups.put("in-sync", "base worktree");
        setups.put("fast-forwarded", "base worktree; commit_on $R r.txt r");
        setups.put("pushed-ahead", "base worktree; commit_on $C l.txt l");
        setups.put("rebased", "base worktree; commit_on $C l.txt l; commit_on $R r.txt r");
        setups.put("rewound", "base worktree; commit_on $C d.txt d; send; back $R 1");
        setups.put("conflict-escaped", "base worktree; commit_on $C base.txt local; commit_on $R base.txt remote");
        setups.put("fetch-failed", "base worktree");
        setups.put("push-failed", "base worktree; commit_on $C l.txt l; : > $R/refs/heads/main.lock");
        setups.put("failed", "base worktree; git -C $R update-ref -d refs/heads/main");
        return setups;
    }

    @BeforeEach
    void makeRepositories() throws IOException {
        for (Map.Entry<String, String> setup : SETUPS.entrySet()) {
            Path home = Files.createDirectory(root.resolve(setup.getKey()));
            Ground ground = new Ground(Situation.named(setup.getKey(), "data", setup.getValue(), "", 0), home);
            ground.script(setup.getValue());
            grounds.put(setup.getKey(), ground);
        }
    }

    private Program program(String address) throws IOException {
        StringBuilder file = new StringBuilder("temporal: { address: \"" + address + "\" }\n"
                + "host: outcomes\nwebhook: { listen: \"127.0.0.1:0\" }\nrepositories:\n");
        for (Map.Entry<String, Ground> ground : grounds.entrySet()) {
            String remote = ground.getKey().equals("fetch-failed")
                    ? "git://127.0.0.1:1/x.git"
                    : ground.getValue().remote().toString();
            file.append("  - { id: \"%s\", path: \"%s\", remote: \"%s\", branch: main, retryFor: 2s }\n"
                    .formatted(ground.getKey(), ground.getValue().local(), remote));
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
            for (String id : SETUPS.keySet()) {
                String shown = FullServer.shared()
                        .orElseThrow()
                        .client()
                        .newUntypedWorkflowStub("reconcile/" + id)
                        .describe()
                        .getTypedSearchAttributes()
                        .get(dev.reconciler.workflow.visibility.RunAttributes.OUTCOME);
                assertThat(shown).isIn(id, "in-sync");
            }
        }
    }

    private void assertSettled() {
        grounds.forEach((id, ground) -> {
            if (!UNSETTLED.contains(id)) {
                eventually().until(() -> tip(ground.local()).equals(tip(ground.remote())));
            }
        });
        eventually().until(() -> refs("conflict-escaped", true).contains("refs/heads/conflicts/"));
        eventually().until(() -> refs("rewound", false).contains("refs/rewound/"));
    }

    private String refs(String id, boolean remote) {
        Ground ground = grounds.get(id);
        return NativeGit.in(remote ? ground.remote() : ground.local()).refs();
    }

    private static String tip(Path repository) {
        return NativeGit.in(repository)
                .attempt("rev-parse", "-q", "--verify", "refs/heads/main")
                .output()
                .strip();
    }
}

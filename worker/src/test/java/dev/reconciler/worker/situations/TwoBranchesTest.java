package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two branches of one repository are two entries of the configuration, and one clone. */
@Tag("slow")
class TwoBranchesTest {
    @TempDir
    Path root;

    private NativeGit remote;

    @BeforeEach
    void serve() throws Exception {
        NativeGit source = NativeGit.init(root.resolve("source"));
        source.commit("base.txt", "base\n");
        source.run("branch", "data/live");
        remote = NativeGit.clone(source.directory().toString(), root.resolve("remote.git"), "--bare");
        Files.writeString(root.resolve("reconciler.yaml"), "repositories:\n" + entry("main") + entry("data/live"));
    }

    private String entry(String branch) {
        return "  - { id: %s, path: clone.git, remote: remote.git, branch: %s }\n"
                .formatted(branch.replace('/', '-'), branch);
    }

    @Test
    void areBothThereAfterTheFirstRun() {
        Map<String, JsonNode> results =
                Program.in(root).run("once", "--json", "--retry-for", "20s").results();

        assertThat(results.values())
                .extracting(result -> result.get("outcome").asText())
                .containsOnly("fast-forwarded");
        assertThat(results.values())
                .extracting(result -> result.get("oldCommit").isNull())
                .containsOnly(true);
        NativeGit clone = NativeGit.in(root.resolve("clone.git"));
        assertThat(clone.id("data/live")).isEqualTo(remote.id("data/live"));
        assertThat(clone.id("main")).isEqualTo(remote.id("main"));
        clone.fsck();
    }

    @Test
    void areMissedWhereThePersonTookOneAway() {
        Program.in(root).run("once", "--json");
        NativeGit.in(root.resolve("clone.git")).run("branch", "-D", "data/live");

        JsonNode result = Program.in(root)
                .run("once", "--json", "--repository", "data-live")
                .result();

        assertThat(result.at("/error/type").asText()).isEqualTo("BranchMissing");
    }
}

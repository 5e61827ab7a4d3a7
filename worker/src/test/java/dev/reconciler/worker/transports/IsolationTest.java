package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A remote that never answers holds up nobody else. */
@Tag("slow")
class IsolationTest {
    private static final int HEALTHY = 12;

    @TempDir
    Path root;

    private String healthy = "";

    @BeforeEach
    void prepare() {
        healthy = IntStream.range(0, HEALTHY).mapToObj(this::healthy).collect(Collectors.joining());
    }

    private String healthy(int number) {
        NativeGit local = NativeGit.init(root.resolve("data" + number));
        local.commit("base.txt", "base\n");
        NativeGit remote =
                NativeGit.clone(local.directory().toString(), root.resolve("remote" + number + ".git"), "--bare");
        local.commit("local.txt", "local\n");
        return entry(
                "data" + number, local.directory(), remote.directory().toUri().toString());
    }

    private static String entry(String id, Path path, String url) {
        return "  - { id: %s, path: \"%s\", remote: \"%s\", branch: main }\n".formatted(id, path, url);
    }

    private Program.Finished once(String repositories) throws Exception {
        Files.writeString(root.resolve("reconciler.yaml"), "repositories:\n" + repositories);
        return Program.in(root).run("once", "--json", "--retry-for", "10s");
    }

    private String hung(SilentServer silent) {
        return entry("hung-http", clone("hung-http"), "http://" + silent.authority() + "/data.git")
                + entry("hung-git", clone("hung-git"), "git://" + silent.authority() + "/data.git")
                + entry("hung-ssh", clone("hung-ssh"), "ssh://git@" + silent.authority() + "/data.git")
                + entry("hung-clone", root.resolve("hung-clone.git"), "git://" + silent.authority() + "/data.git");
    }

    private Path clone(String name) {
        NativeGit git = NativeGit.init(root.resolve(name));
        git.commit("base.txt", "base\n");
        return git.directory();
    }

    @Test
    void aRemoteThatNeverAnswersIsGivenUpInTimeAndTheOthersAreServedBefore() throws Exception {
        try (SilentServer silent = new SilentServer()) {
            Program.Finished run = once(healthy + hung(silent));

            Map<String, JsonNode> results = run.results();
            assertThat(results).hasSize(HEALTHY + 4);
            List<String> order = List.copyOf(results.keySet());
            assertThat(order.subList(0, HEALTHY)).allMatch(id -> id.startsWith("data"));
            results.forEach((id, result) -> assertThat(result.get("outcome").asText())
                    .as(result.toString())
                    .isEqualTo(id.startsWith("data") ? "pushed-ahead" : "fetch-failed"));
            assertThat(run.status()).isEqualTo(3);
        }
    }

    /** The one test whose subject is time; its figures go into the documentation. */
    @Test
    @Tag("long")
    void theOthersTakeNoLongerBesideOneThatHangs() throws Exception {
        Duration alone = slowestHealthy(once(healthy));
        prepareAgain();
        try (SilentServer silent = new SilentServer()) {
            Program.Finished beside = once(healthy + hung(silent));
            double ratio = (double) slowestHealthy(beside).toMillis() / alone.toMillis();
            LoggerFactory.getLogger(IsolationTest.class)
                    .warn("slowest alone {}, ratio beside hung ones {}, process {}", alone, ratio, beside.took());
            assertThat(ratio).isLessThan(1.5);
            assertThat(beside.took()).isLessThan(Duration.ofSeconds(20));
        }
    }

    private void prepareAgain() {
        for (int i = 0; i < HEALTHY; i++) {
            NativeGit.in(root.resolve("data" + i)).commit("more.txt", "more\n");
        }
    }

    private static Duration slowestHealthy(Program.Finished run) {
        return run.results().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("data"))
                .map(entry ->
                        Duration.ofMillis(entry.getValue().get("durationMs").asLong()))
                .max(Duration::compareTo)
                .orElseThrow();
    }
}

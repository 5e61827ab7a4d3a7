package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every situation of the table: planned, reconciled and reconciled again, in one process each for all of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class SituationsTest {
    private static final Set<String> KEYS = Set.of(
            "repository",
            "outcome",
            "branch",
            "oldCommit",
            "newCommit",
            "remoteCommit",
            "ahead",
            "behind",
            "conflictBranch",
            "keptRef",
            "remoteRewritten",
            "trigger",
            "attempts",
            "durationMs",
            "message");

    @TempDir
    static Path root;

    private final FaultyServer server = new FaultyServer();
    private final Map<Situation, Ground> grounds = new LinkedHashMap<>();
    private final Map<Situation, Ground.State> before = new LinkedHashMap<>();
    private final Map<Situation, Ground.State> planned = new LinkedHashMap<>();
    private final Map<Situation, Ground.State> after = new LinkedHashMap<>();
    private Program.Finished plan;
    private Program.Finished first;

    @BeforeAll
    void takeAllThroughTheProgram() throws Exception {
        List<Situation> rows = Situation.all();
        for (Situation row : rows) {
            grounds.put(row, new Ground(row, Files.createDirectory(root.resolve(row.id()))));
        }
        grounds.values().parallelStream()
                .forEach(ground -> ground.script(ground.row().setup()));
        configure(false);
        look(before);
        plan = Program.in(root).run("plan", "--json", "--retry-for", "10s");
        look(planned);
        first = Program.in(root).run("once", "--json", "--retry-for", "10s");
        look(after);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private void look(Map<Situation, Ground.State> states) {
        Map<Situation, Ground.State> seen =
                grounds.values().parallelStream().collect(Collectors.toConcurrentMap(Ground::row, Ground::look));
        states.putAll(seen);
    }

    private void configure(boolean second) throws IOException {
        String configuration = grounds.values().stream()
                .map(ground -> "  - { id: \"%s\", path: \"%s\", remote: \"%s\", branch: main }\n"
                        .formatted(ground.row().id(), ground.local(), ground.url(second, server.url())))
                .collect(Collectors.joining("", "repositories:\n", ""));
        Files.writeString(root.resolve("reconciler.yaml"), configuration);
    }

    private Stream<DynamicTest> each(BiConsumer<Ground, JsonNode> assertion) {
        return each(first, assertion);
    }

    private Stream<DynamicTest> each(Program.Finished run, BiConsumer<Ground, JsonNode> assertion) {
        Map<String, JsonNode> results = run.results();
        return grounds.values().stream()
                .map(ground -> dynamicTest(ground.row().name(), () -> {
                    JsonNode result = results.get(ground.row().id());
                    assertThat(result).as(run.err()).isNotNull();
                    assertion.accept(ground, result);
                }));
    }

    private static String verdict(JsonNode result) {
        return result.has("error")
                ? result.at("/error/type").asText()
                : result.get("outcome").asText();
    }

    @TestFactory
    Stream<DynamicTest> endsAsExpected() {
        return each((ground, result) -> {
            assertThat(verdict(result))
                    .as(result.toString())
                    .isEqualTo(ground.row().expect());
            String message = result.get("message").asText();
            assertThat(message).isNotBlank();
            assertThat(ground.row().says()).allMatch(message::contains);
        });
    }

    @TestFactory
    Stream<DynamicTest> printsTheResultOfTheContract() {
        return each((ground, result) -> {
            Set<String> keys = new TreeSet<>();
            result.fieldNames().forEachRemaining(keys::add);
            assertThat(keys).containsAll(KEYS);
            keys.removeAll(KEYS);
            assertThat(keys).isEqualTo(result.get("outcome").asText().equals("failed") ? Set.of("error") : Set.of());
        });
    }

    @TestFactory
    Stream<DynamicTest> tellsTheCommitsThatAreThere() {
        return each((ground, result) -> {
            if (!ground.hasClone() || ground.row().isFailure()) {
                return;
            }
            NativeGit local = NativeGit.in(ground.local());
            assertThat(result.get("newCommit").asText())
                    .isEqualTo(local.id("refs/heads/main").name());
            if (ground.row().exit() != 3) {
                assertThat(result.get("remoteCommit").asText())
                        .isEqualTo(NativeGit.in(ground.remote())
                                .id("refs/heads/main")
                                .name());
                assertThat(result.get("newCommit")).isEqualTo(result.get("remoteCommit"));
            }
            if (result.get("conflictBranch").isTextual()) {
                assertThat(NativeGit.in(ground.remote())
                                .has("refs/heads/"
                                        + result.get("conflictBranch").asText()))
                        .isTrue();
            }
            if (result.get("keptRef").isTextual()) {
                assertThat(local.has(result.get("keptRef").asText())).isTrue();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> losesNoCommit() {
        return each((ground, result) -> {
            Set<Ground.Commit> held = ground.hasClone() ? ground.held() : Set.of();
            Set<String> twins = held.stream().map(Ground.Commit::twin).collect(Collectors.toSet());
            for (Ground.Commit commit : before.get(ground.row()).commits()) {
                if (!held.contains(commit) && !twins.contains(commit.twin())) {
                    assertThat(ground.patches(ground.remote(), "main"))
                            .as(commit.toString())
                            .containsAll(ground.patches(ground.local(), "-1 " + commit.id()));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> movesTheRemoteForwardOnly() {
        return each((ground, result) -> {
            for (String ref : before.get(ground.row()).remoteRefs()) {
                String[] parts = ref.split(" ");
                NativeGit remote = NativeGit.in(ground.remote());
                assertThat(remote.attempt("merge-base", "--is-ancestor", parts[1], parts[0])
                                .status())
                        .as(ref)
                        .isZero();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> touchesNoOtherRef() {
        return each((ground, result) -> assertThat(after.get(ground.row()).otherRefs())
                .containsAll(before.get(ground.row()).otherRefs()));
    }

    @TestFactory
    Stream<DynamicTest> makesNothingDirty() {
        return each((ground, result) -> assertThat(before.get(ground.row()).status())
                .containsAll(after.get(ground.row()).status()));
    }

    @TestFactory
    Stream<DynamicTest> changesNothingWhereItFails() {
        return each((ground, result) -> {
            if (!ground.row().isSettledByRun()) {
                Ground.State old = before.get(ground.row());
                Ground.State now = after.get(ground.row());
                assertThat(now.branches()).isEqualTo(old.branches());
                assertThat(now.remoteRefs()).isEqualTo(old.remoteRefs());
                assertThat(now.files()).isEqualTo(old.files());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> leavesAWholeRepositoryAndNoLeftovers() {
        return each(SituationsTest::isWhole);
    }

    private static void isWhole(Ground ground, JsonNode result) {
        if (ground.hasClone() && ground.row().isWholeBefore()) {
            NativeGit.in(ground.local()).fsck();
        }
        assertThat(ground.leftovers()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> passesItsOwnCheck() {
        return each((ground, result) -> ground.script(ground.row().check()));
    }

    @TestFactory
    Stream<DynamicTest> planForeseesTheOutcome() {
        Map<String, JsonNode> plans = plan.results();
        return each((ground, result) -> {
            JsonNode foreseen = plans.get(ground.row().id());
            assertThat(foreseen.get("planned").asBoolean()).isTrue();
            if (ground.row().isForeseen()) {
                assertThat(verdict(foreseen)).as(foreseen.toString()).isEqualTo(verdict(result));
                assertThat(foreseen.get("ahead")).isEqualTo(result.get("ahead"));
                // What a clone that is missing lacks can't be counted without cloning.
                if (result.get("oldCommit").isTextual()) {
                    assertThat(foreseen.get("behind")).isEqualTo(result.get("behind"));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> planMovesNothing() {
        return each((ground, result) -> assertThat(planned.get(ground.row())).isEqualTo(before.get(ground.row())));
    }

    @Test
    void theProgramEndsWithTheWorstStatus() {
        assertThat(first.status()).isEqualTo(1);
        assertThat(plan.status()).isEqualTo(1);
    }

    /** The same again, after what happens meanwhile in some of them. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class SecondRun {
        private Program.Finished second;

        @BeforeAll
        void again() throws Exception {
            grounds.values().parallelStream()
                    .forEach(ground -> ground.script(ground.row().then()));
            configure(true);
            second = Program.in(root).run("once", "--json", "--retry-for", "10s");
        }

        @TestFactory
        Stream<DynamicTest> findsThemInAgreement() {
            return each(second, (ground, result) -> {
                Situation row = ground.row();
                String expected = row.second() != null ? row.second() : row.isSettledByRun() ? "in-sync" : row.expect();
                assertThat(verdict(result)).as(result.toString()).isEqualTo(expected);
            });
        }

        @TestFactory
        Stream<DynamicTest> passesItsOwnCheck() {
            return each(second, (ground, result) -> ground.script(ground.row().after()));
        }

        @TestFactory
        Stream<DynamicTest> leavesAWholeRepositoryAndNoLeftovers() {
            return each(second, SituationsTest::isWhole);
        }
    }
}

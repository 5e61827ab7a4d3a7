package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.cli.KilledMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The program is killed at every point of every course of a run; a second run sets everything right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class KillsTest {
    private static final int KILLED = 128 + 9;
    private static final Set<String> SETTLED =
            Set.of("in-sync", "fast-forwarded", "pushed-ahead", "rebased", "rewound", "conflict-escaped");

    /** Many files, so that there is a middle to be killed in. */
    private static final String MANY = "for n in $(seq 400); do printf \"100644 $id\\tmany/$n.txt\\n\"; done";

    private static final String MANY_ON_REMOTE =
            "id=$(blob $R 'many\\n'); put $R main \"$(" + MANY + ")\\n\" many; commit_on $R r.txt r";

    @TempDir
    static Path root;

    private final List<Killed> all = new ArrayList<>();
    private Map<String, JsonNode> second = Map.of();

    /** One kill: where, and what was there before. */
    private record Killed(String point, boolean isCertain, Ground ground, Ground.State before, Program.Finished run) {}

    private record Course(String name, String folder, String setup, List<String> certain, List<String> passing) {}

    private static List<Course> courses() {
        return List.of(
                new Course(
                        "fast-forward",
                        "data",
                        "base worktree; " + MANY_ON_REMOTE,
                        List.of(
                                "before Fetch",
                                "after Fetch",
                                "after Classify",
                                "before Advance",
                                "after Advance",
                                "when data/.git/index.lock",
                                "when data/many/200.txt"),
                        List.of(
                                "when data/.git/objects/pack/pack-*",
                                "when data/.git/objects/incoming_*",
                                "when data/.git/refs/heads/main.lock",
                                "when data/.git/refs/reconciler/main/move/to")),
                new Course(
                        "replay",
                        "data",
                        "base worktree; commit_on $C l.txt l; commit_on $C m.txt m; " + MANY_ON_REMOTE,
                        List.of(
                                "before Replay",
                                "after Replay",
                                "before Advance",
                                "after Advance",
                                "before Push",
                                "after Push",
                                "when data/many/200.txt"),
                        List.of(
                                "when data/.git/objects/reconciler-replay-*",
                                "when data/.git/refs/reconciler/main/replayed",
                                "when data/.git/refs/reconciler/main/replayed.lock")),
                new Course(
                        "push",
                        "data.git",
                        "base bare; commit_on $C l.txt l",
                        List.of("before Push", "after Push"),
                        List.of("when remote.git/refs/heads/main.lock")),
                new Course(
                        "escape",
                        "data",
                        "base worktree; commit_on $C base.txt local; commit_on $R base.txt remote; " + MANY_ON_REMOTE,
                        List.of(
                                "before Preserve",
                                "after Preserve",
                                "before Verify",
                                "after Verify",
                                "before Adopt",
                                "after Adopt",
                                "when data/many/200.txt"),
                        List.of("when remote.git/refs/heads/conflicts")),
                new Course(
                        "rewind",
                        "data",
                        "base worktree; id=$(blob $C 'many\\n'); put $C main \"$(" + MANY
                                + ")\\n\" many; send; back $R 1",
                        List.of("before Advance", "after Advance", "when data/.git/index.lock"),
                        List.of("when data/.git/refs/rewound")),
                new Course(
                        "clone with a work tree",
                        "data",
                        "remote; " + MANY_ON_REMOTE,
                        List.of(
                                "before Fetch",
                                "after Fetch",
                                "when .data.reconciler-clone/clone/.git/HEAD",
                                "when .data.reconciler-clone/clone/many/200.txt"),
                        List.of("when .data.reconciler-clone/reconciler/whole", "when data/.git/HEAD")),
                new Course(
                        "bare clone",
                        "data.git",
                        "remote; " + MANY_ON_REMOTE,
                        List.of("when .data.git.reconciler-clone/clone/HEAD"),
                        List.of("when .data.git.reconciler-clone/reconciler/whole", "when data.git/HEAD")),
                new Course(
                        "bare clone in place",
                        "data.git",
                        "remote; " + MANY_ON_REMOTE + "; mkdir $C",
                        List.of("before Fetch", "after Fetch", "when data.git/.reconciler-clone/clone/HEAD"),
                        List.of(
                                "when data.git/.reconciler-clone/reconciler/whole",
                                "when data.git/objects",
                                "when data.git/HEAD")),
                new Course(
                        "clone with a work tree in place",
                        "data",
                        "remote; " + MANY_ON_REMOTE + "; mkdir $C",
                        List.of("when data/.reconciler-clone/clone/.git/HEAD"),
                        List.of("when data/.reconciler-clone/reconciler/whole", "when data/r.txt", "when data/.git")));
    }

    @BeforeAll
    void killAndRunAgain() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<Future<Killed>> kills = new ArrayList<>();
        for (Course course : courses()) {
            course.certain().forEach(point -> kills.add(two.submit(() -> kill(course, point, true))));
            course.passing().forEach(point -> kills.add(two.submit(() -> kill(course, point, false))));
        }
        for (Future<Killed> killed : kills) {
            all.add(killed.get());
        }
        two.shutdown();
        String configuration = all.stream()
                .map(killed -> repository(killed.ground()))
                .collect(Collectors.joining("", "repositories:\n", ""));
        Files.writeString(root.resolve("reconciler.yaml"), configuration);
        second = Program.in(root).run("once", "--json", "--retry-for", "20s").results();
    }

    private static String repository(Ground ground) {
        return "  - { id: \"%s\", path: \"%s\", remote: \"%s\", branch: main }\n"
                .formatted(ground.row().id(), ground.local(), ground.url(false, ""));
    }

    private static Killed kill(Course course, String point, boolean isCertain) throws Exception {
        Situation row = Situation.named(course.name() + " " + point, course.folder(), course.setup(), "", 0);
        Ground ground = new Ground(row, Files.createDirectory(root.resolve(row.id())));
        ground.script(course.setup());
        Ground.State before = ground.look();
        Files.writeString(ground.home().resolve("reconciler.yaml"), "repositories:\n" + repository(ground));
        Program.Finished run = Program.in(ground.home())
                .through(KilledMain.class)
                .option("-Dkill.at=" + point)
                .run("once", "--json", "--retry-for", "20s");
        return new Killed(point, isCertain, ground, before, run);
    }

    private interface Assertion {
        void check(Killed killed, Ground ground, JsonNode result) throws Exception;
    }

    private Stream<DynamicTest> each(Assertion assertion) {
        return all.stream()
                .map(killed -> dynamicTest(killed.ground().row().name(), () -> {
                    JsonNode result = second.get(killed.ground().row().id());
                    try {
                        assertion.check(killed, killed.ground(), result);
                    } catch (AssertionError failed) {
                        throw new AssertionError(killed.ground().row().name() + ": " + result, failed);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> theFirstRunIsKilled() {
        return each((killed, ground, result) -> {
            // What is there for a moment only may be missed; then the run has ended well.
            if (killed.isCertain() || killed.run().out().isEmpty()) {
                assertThat(killed.run().status()).as(killed.run().toString()).isEqualTo(KILLED);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> theSecondRunSettles() {
        return each((killed, ground, result) -> {
            assertThat(result.get("outcome").asText()).isIn(SETTLED);
            assertThat(NativeGit.in(ground.local()).id("main"))
                    .isEqualTo(NativeGit.in(ground.remote()).id("main"));
        });
    }

    @TestFactory
    Stream<DynamicTest> noCommitIsLost() {
        return each((killed, ground, result) -> {
            Set<String> twins = ground.held().stream().map(Ground.Commit::twin).collect(Collectors.toSet());
            assertThat(killed.before().commits()).allMatch(commit -> twins.contains(commit.twin()));
        });
    }

    @TestFactory
    Stream<DynamicTest> theRepositoryIsWholeWithoutLeftovers() {
        return each((killed, ground, result) -> {
            NativeGit.in(ground.local()).fsck();
            assertThat(ground.leftovers()).isEmpty();
            assertThat(ground.look().status()).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> aConflictIsPreservedOnce() {
        return each((killed, ground, result) -> {
            long conflicts = ground.look().remoteRefs().stream()
                    .filter(ref -> ref.startsWith("refs/heads/conflicts/"))
                    .count();
            assertThat(conflicts).isEqualTo(ground.row().name().startsWith("escape") ? 1 : 0);
        });
    }

    @TestFactory
    Stream<DynamicTest> whatWasDroppedIsKeptOnce() {
        return each((killed, ground, result) -> {
            List<String> kept = ground.look().localRefs().stream()
                    .filter(ref -> ref.startsWith("refs/rewound/"))
                    .toList();
            assertThat(kept).hasSize(ground.row().name().startsWith("rewind") ? 1 : 0);
        });
    }
}

package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed at every point of every course of a run; a second run sets everything right. Points that are there
 * for a moment only, which take several tries to hit, and rarer courses are those of {@link RarerKillsTest}.
 *
 * <p>Each kill is reported under its own sentence: a kill that fails, or that never hits its point, fails alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class KillsTest {
    private static final Set<String> SETTLED =
            Set.of("in-sync", "fast-forwarded", "pushed-ahead", "rebased", "rewound", "conflict-escaped");

    /** The others are killed in the long profile. */
    static final Set<String> USUAL = Set.of("fast-forward", "replay", "escape", "clone with a work tree");

    @TempDir
    static Path root;

    private final List<Kill> kills = new ArrayList<>();
    private Map<String, JsonNode> results = Map.of();
    private String errors = "";

    /**
     * The courses and the points at which each is killed: first those that one kill hits, then those that are there for
     * a moment only. The many files give the writing of the work tree a middle to be killed in.
     */
    private static List<KillCourse> courses() {
        return List.of(
                new KillCourse(
                        "fast-forward",
                        "data",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        git clone -q $REMOTE $CLONE
                        commit_changes $REMOTE many <<END
                        write-400 many many
                        END
                        commit $REMOTE r.txt r
                        """,
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
                new KillCourse(
                        "replay",
                        "data",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        git clone -q $REMOTE $CLONE
                        commit $CLONE l.txt l
                        commit $CLONE m.txt m
                        commit_changes $REMOTE many <<END
                        write-400 many many
                        END
                        commit $REMOTE r.txt r
                        """,
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
                                "when data/.git/refs/notes/reconciler/main",
                                "when data/.git/refs/reconciler/main/replayed",
                                "when data/.git/refs/reconciler/main/replayed.lock")),
                new KillCourse("push", "data.git", """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        git clone -q --bare $REMOTE $CLONE
                        commit $CLONE l.txt l
                        """, List.of("before Push", "after Push"), List.of()),
                new KillCourse(
                        "push to a remote that holds the lock until then",
                        "data.git",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        git clone -q --bare $REMOTE $CLONE
                        commit $CLONE l.txt l
                        write_hook $REMOTE reference-transaction '
                          while [ "$1" = prepared ] && [ ! -s ../killed-at ]; do
                            :
                          done'
                        """,
                        List.of("when remote.git/refs/heads/main.lock"),
                        List.of()),
                new KillCourse(
                        "escape",
                        "data",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        git clone -q $REMOTE $CLONE
                        commit $CLONE base.txt local
                        commit $REMOTE base.txt remote
                        commit_changes $REMOTE many <<END
                        write-400 many many
                        END
                        commit $REMOTE r.txt r
                        """,
                        List.of(
                                "before Preserve",
                                "after Preserve",
                                "before Verify",
                                "after Verify",
                                "before Adopt",
                                "after Adopt",
                                "when data/many/200.txt"),
                        List.of("when remote.git/refs/heads/conflicts")),
                new KillCourse(
                        "rewind",
                        "data",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        git clone -q $REMOTE $CLONE
                        commit_changes $CLONE many <<END
                        write-400 many many
                        END
                        git -C $CLONE push -q origin main
                        git -C $CLONE fetch -q
                        git -C $REMOTE update-ref refs/heads/main refs/heads/main~1
                        """,
                        List.of("before Advance", "after Advance", "when data/.git/index.lock"),
                        List.of("when data/.git/refs/rewound")),
                new KillCourse(
                        "clone with a work tree",
                        "data",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        commit_changes $REMOTE many <<END
                        write-400 many many
                        END
                        commit $REMOTE r.txt r
                        """,
                        List.of(
                                "before Fetch",
                                "after Fetch",
                                "when .data.reconciler-clone/clone/.git/HEAD",
                                "when .data.reconciler-clone/clone/many/200.txt"),
                        List.of("when .data.reconciler-clone/reconciler/whole", "when data/.git/HEAD")),
                new KillCourse(
                        "bare clone",
                        "data.git",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        commit_changes $REMOTE many <<END
                        write-400 many many
                        END
                        commit $REMOTE r.txt r
                        """,
                        List.of("when .data.git.reconciler-clone/clone/HEAD"),
                        List.of("when .data.git.reconciler-clone/reconciler/whole", "when data.git/HEAD")),
                new KillCourse(
                        "bare clone in place",
                        "data.git",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        commit_changes $REMOTE many <<END
                        write-400 many many
                        END
                        commit $REMOTE r.txt r
                        mkdir $CLONE
                        """,
                        List.of("before Fetch", "after Fetch", "when data.git/.reconciler-clone/clone/HEAD"),
                        List.of(
                                "when data.git/.reconciler-clone/reconciler/whole",
                                "when data.git/objects",
                                "when data.git/HEAD")),
                new KillCourse(
                        "clone with a work tree in place",
                        "data",
                        """
                        git init -q --bare -b main $REMOTE
                        commit $REMOTE base.txt 'one\\ntwo\\nthree'
                        commit_changes $REMOTE many <<END
                        write-400 many many
                        END
                        commit $REMOTE r.txt r
                        mkdir $CLONE
                        """,
                        List.of("when data/.reconciler-clone/clone/.git/HEAD"),
                        List.of("when data/.reconciler-clone/reconciler/whole", "when data/r.txt", "when data/.git")));
    }

    @BeforeAll
    void killAndRunAgain() throws Exception {
        List<Callable<Kill>> pending = new ArrayList<>();
        for (KillCourse course : courses()) {
            addKills(course, pending);
        }
        ExecutorService two = Executors.newFixedThreadPool(2);
        for (Future<Kill> kill : two.invokeAll(pending)) {
            kills.add(kill.get());
        }
        two.shutdown();
        runAgain();
    }

    /** The points that one kill hits, of the courses that most runs take. */
    void addKills(KillCourse course, List<Callable<Kill>> pending) {
        if (USUAL.contains(course.name())) {
            course.lasting().forEach(point -> pending.add(() -> Kill.at(course, point, 1, root)));
        }
    }

    private void runAgain() throws IOException {
        String configuration = kills.stream()
                .filter(kill -> kill.failure() == null)
                .map(Kill::entry)
                .collect(Collectors.joining("", "repositories:\n", ""));
        Files.writeString(root.resolve("reconciler.yaml"), configuration);
        try {
            Program.Finished second = Program.in(root).run("once", "--json", "--retry-for", "60s");
            errors = second.err();
            results = second.results();
        } catch (AssertionError unfinished) {
            errors = String.valueOf(unfinished.getMessage());
        }
    }

    @TestFactory
    Stream<DynamicContainer> kills() {
        // With a source of their own, reports show the names of kills and not their numbers.
        URI source = URI.create("classpath:/dev/reconciler/worker/situations/KillsTest.class");
        return kills.stream().map(kill -> dynamicContainer(kill.name(), source, claims(kill)));
    }

    private interface Claim {
        void check(Kill kill) throws Exception;
    }

    private Stream<DynamicTest> claims(Kill kill) {
        return kill.failure() != null
                ? Stream.of(claim(kill, "the program is killed there", KillsTest::theProgramIsKilledThere))
                : Stream.of(
                        claim(kill, "the program is killed there", KillsTest::theProgramIsKilledThere),
                        claim(kill, "the second run settles", this::theSecondRunSettles),
                        claim(kill, "no commit is lost", KillsTest::noCommitIsLost),
                        claim(kill, "the repository is whole without leftovers", KillsTest::isWholeWithoutLeftovers),
                        claim(kill, "a conflict is preserved once", KillsTest::aConflictIsPreservedOnce),
                        claim(kill, "what was dropped is kept once", KillsTest::whatWasDroppedIsKeptOnce));
    }

    private DynamicTest claim(Kill kill, String name, Claim claim) {
        return dynamicTest(kill.name() + ": " + name, () -> {
            try {
                claim.check(kill);
            } catch (AssertionError failed) {
                throw new AssertionError(
                        kill.name() + ": " + name + ": refuted\nin KillsTest.courses()\ngiven CLONE="
                                + kill.course().folder() + "\n"
                                + kill.course().given() + "result of the second run: " + results.get(kill.id()) + "\n"
                                + failed.getMessage(),
                        failed);
            }
        });
    }

    private static void theProgramIsKilledThere(Kill kill) {
        if (kill.failure() != null) {
            throw kill.failure();
        }
        assertThat(kill.isHit()).as(String.valueOf(kill.lastRun())).isTrue();
    }

    private void theSecondRunSettles(Kill kill) {
        JsonNode result = results.get(kill.id());
        assertThat(result).as(errors).isNotNull();
        assertThat(result.get("outcome").asText()).isIn(SETTLED);
        assertThat(NativeGit.in(kill.pair().local()).id("main"))
                .isEqualTo(NativeGit.in(kill.pair().remote()).id("main"));
    }

    private static void noCommitIsLost(Kill kill) {
        Set<String> kept =
                kill.pair().held().stream().map(RepositoryPair.HeldCommit::kept).collect(Collectors.toSet());
        assertThat(kill.before().commits()).allMatch(commit -> kept.contains(commit.kept()));
    }

    private static void isWholeWithoutLeftovers(Kill kill) {
        NativeGit.in(kill.pair().local()).fsck();
        assertThat(kill.pair().leftovers()).isEmpty();
        assertThat(kill.pair().look().status()).isEmpty();
    }

    private static void aConflictIsPreservedOnce(Kill kill) {
        long conflicts = kill.pair().look().remoteRefs().stream()
                .filter(ref -> ref.startsWith("refs/heads/conflicts/"))
                .count();
        assertThat(conflicts).isEqualTo(kill.course().name().equals("escape") ? 1 : 0);
    }

    private static void whatWasDroppedIsKeptOnce(Kill kill) {
        List<String> kept = kill.pair().look().localRefs().stream()
                .filter(ref -> ref.startsWith("refs/rewound/"))
                .toList();
        assertThat(kept).hasSize(kill.course().name().equals("rewind") ? 1 : 0);
    }
}

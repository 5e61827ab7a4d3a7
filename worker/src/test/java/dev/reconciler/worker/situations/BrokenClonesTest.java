package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clones with something broken, or with what other programs left: each is named in the error with what to do, and nothing has
 * moved, or left alone. All are reconciled at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class BrokenClonesTest {
    private static final String BASE = """
            git init -q --bare --template= -b main $REMOTE
            commit $REMOTE base.txt 'one\\ntwo\\nthree'
            commit $REMOTE second.txt second
            git clone -q --template= $REMOTE $CLONE
            commit $REMOTE third.txt third
            commit $CLONE first.txt first
            git -C $CLONE reset -q --hard
            """;

    private static final String DIVERGED = """
            git -C $CLONE repack -adq
            chmod -R u+w $CLONE/.git/objects
            commit $REMOTE theirs.txt theirs
            commit $CLONE own.txt own
            git -C $CLONE reset -q --hard
            """;

    @TempDir
    static Path root;

    private final Map<BrokenClone, RepositoryPair> pairs = new LinkedHashMap<>();
    private final Map<BrokenClone, Path> saved = new LinkedHashMap<>();
    private final Map<String, ReconcileResult> results = new ConcurrentHashMap<>();

    @BeforeAll
    void reconcileAll() throws Exception {
        RepositoryPair base = new RepositoryPair(Files.createDirectory(root.resolve("base")), "data");
        base.script(BASE);
        reconcile(Map.of("base", base));
        base.script(DIVERGED);
        Map<String, RepositoryPair> named = new LinkedHashMap<>();
        for (BrokenClone clone : BrokenClone.readAll()) {
            String id = "c" + pairs.size();
            Path home = root.resolve(id);
            RepositoryPair pair = new RepositoryPair(home, "data");
            base.script("cp -a . '" + home + "'");
            pair.script("garbage() { seq 9999 | head -c $1 | tr '0-9\\n' '\\001\\377z\\200q'; }\ncd $CLONE\n"
                    + clone.commands());
            Path before = root.resolve(id + "-before");
            base.script("cp -a '" + home + "' '" + before + "'");
            pairs.put(clone, pair);
            saved.put(clone, before);
            named.put(id, pair);
        }
        reconcile(named);
    }

    private void reconcile(Map<String, RepositoryPair> named) throws IOException {
        StringBuilder text = new StringBuilder("repositories:\n");
        named.forEach(
                (id, pair) -> text.append("  - { id: %s, path: \"%s\", remote: \"%s\", branch: main, bare: false }%n"
                        .formatted(id, pair.local(), pair.remote())));
        Path file = root.resolve("reconciler.yaml");
        Files.writeString(file, text);
        Configuration configuration = ConfigurationReader.ofThisProcess().read(file);
        new Assembly()
                .reconciliation()
                .run(
                        configuration,
                        Duration.ofMinutes(5),
                        false,
                        result -> results.put(result.repository().value(), result));
    }

    @TestFactory
    Stream<DynamicTest> eachIsNamedOrLeftAlone() {
        List<BrokenClone> clones = new ArrayList<>(pairs.keySet());
        return clones.stream().map(clone -> dynamicTest(clone.name(), () -> check(clone, "c" + clones.indexOf(clone))));
    }

    private void check(BrokenClone clone, String id) throws IOException {
        ReconcileResult result = results.get(id);
        String verdict = result.error() == null
                ? result.outcome().wire()
                : result.error().type().wire();
        assertThat(verdict).as(result.message()).isEqualTo(clone.verdict());
        assertThat(result.message()).contains(clone.words());
        RepositoryPair pair = pairs.get(clone);
        for (String file : clone.stays()) {
            Path before = saved.get(clone).resolve("data").resolve(file);
            assertThat(BrokenClone.isSame(before, pair.local().resolve(file)))
                    .as(file)
                    .isTrue();
        }
        String remote = NativeGit.in(pair.remote()).run("rev-parse", "main");
        if (clone.isSettled()) {
            assertThat(NativeGit.in(pair.local()).run("rev-parse", "main")).isEqualTo(remote);
            assertThat(NativeGit.in(pair.local()).run("ls-files", "own.txt")).isEqualTo("own.txt");
        } else {
            assertThat(remote)
                    .isEqualTo(NativeGit.in(root.resolve("base/remote.git")).run("rev-parse", "main"));
            Path branch = pair.local().resolve(".git/refs/heads/main");
            if (Files.isRegularFile(branch)) {
                assertThat(Files.mismatch(branch, saved.get(clone).resolve("data/.git/refs/heads/main")))
                        .isNegative();
            }
        }
    }
}

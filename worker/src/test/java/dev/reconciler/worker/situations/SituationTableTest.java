package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The table itself: every row can be prepared, and its exit status fits what it expects. */
class SituationTableTest {
    private static final Set<String> SETTLED =
            Set.of("in-sync", "fast-forwarded", "pushed-ahead", "rebased", "rewound");
    private static final Set<String> ERRORS = Set.of(
            "RepositoryMissing",
            "RepositoryCorrupt",
            "BranchMissing",
            "UnrelatedHistories",
            "WorkTreeDirty",
            "RepositoryBusy",
            "PushRejected",
            "Unsupported");

    @TempDir
    Path root;

    @Test
    void namesAreUnique() {
        assertThat(Situation.all())
                .extracting(Situation::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(80);
    }

    @Test
    void everyErrorTypeThatNeedsNoServerIsThere() {
        assertThat(Situation.all())
                .extracting(Situation::expect)
                .containsAll(ERRORS)
                .containsAll(SETTLED)
                .contains("conflict-escaped", "fetch-failed");
    }

    @TestFactory
    Stream<DynamicTest> exitStatusFitsTheOutcome() {
        return Situation.all().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.name(), () -> assertThat(row.exit()).isEqualTo(exitOf(row.expect()))));
    }

    @TestFactory
    Stream<DynamicTest> everyRowCanBePrepared() {
        List<Situation> rows = Situation.all();
        return Stream.iterate(0, i -> i < rows.size(), i -> i + 1)
                .map(i -> DynamicTest.dynamicTest(rows.get(i).name(), () -> prepare(rows.get(i), "row" + i)));
    }

    private void prepare(Situation row, String directory) throws Exception {
        Path home = Files.createDirectory(root.resolve(directory));
        File said = home.resolve("setup.log").toFile();
        Process sh =
                shell(row, home).redirectErrorStream(true).redirectOutput(said).start();
        assertThat(sh.waitFor()).as(() -> read(said)).isZero();
    }

    private static ProcessBuilder shell(Situation row, Path home) throws Exception {
        Path prelude = Path.of(
                SituationTableTest.class.getResource("/situations-prelude.sh").toURI());
        ProcessBuilder sh =
                new ProcessBuilder("sh", "-c", ". '" + prelude + "'\n" + row.setup()).directory(home.toFile());
        sh.environment().put("ROOT", home.toString());
        sh.environment().put("CLONE", row.folder());
        return sh;
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int exitOf(String expect) {
        if (SETTLED.contains(expect)) {
            return 0;
        }
        return expect.equals("conflict-escaped") ? 4 : expect.endsWith("-failed") ? 3 : 1;
    }
}

package dev.reconciler.worker.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The system answers calls of a run for its disk with an error: one of them, or one and all that follow. The run ends as
 * {@code DiskError}, or well where another try or another way was there; the next run of the same process, on a disk that is
 * well, sets everything right.
 */
class DiskFaultTest {
    private static final String GERMAN = "de_DE.UTF-8";

    @TempDir(factory = MemoryFolder.class)
    static Path root;

    private static CutProgress progress;

    @BeforeAll
    static void readProgress() throws IOException {
        progress = CutSettings.readProgress("faults");
    }

    @AfterAll
    static void printProgress() {
        progress.print("faults");
    }

    @Test
    @Tag("slow")
    void aReplayMeetsADiskThatIsFullOrFailsAndIsSetRight(@TempDir Path folder) throws Exception {
        FaultSeries series = newSeries(
                GERMAN,
                new CutScene(CutCourse.REPLAY, CloneKind.WORK_TREE),
                CutProgress.read(folder.resolve("progress")));

        assertThat(series.runFew()).isEmpty();
    }

    static Stream<Arguments> scenes() {
        return Stream.of("C", GERMAN).flatMap(locale -> CutScene.all().map(scene -> Arguments.of(locale, scene)));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    @Tag("long")
    void everyCourseTellsOfADiskThatRefusesAndIsSetRight(String locale, CutScene scene) throws Exception {
        if (!CutSettings.isWanted(locale, scene)) {
            abort("not asked for");
        }
        assertThat(newSeries(locale, scene, progress).run()).isEmpty();
    }

    private static FaultSeries newSeries(String locale, CutScene scene, CutProgress progress) throws IOException {
        Path library = CutSettings.compileOrSkip(() -> EffectLibrary.compileSource("faults", root));
        Path home = Files.createTempDirectory(root, "faults").toRealPath();
        return new FaultSeries(home, library, locale, scene, progress, CutSettings.end());
    }
}

package dev.reconciler.worker.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.reconciler.worker.power.disk.FolderDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program is killed before each effect of a run on the disk. The next run sets everything right. */
@Tag("long")
class KillAtEffectTest {
    private static final String DISK = "folder";

    @TempDir(factory = MemoryFolder.class)
    static Path root;

    private static CutProgress progress;

    @BeforeAll
    static void readProgress() throws IOException {
        progress = CutSettings.readProgress("kills");
    }

    @AfterAll
    static void printProgress() {
        progress.print("kills");
    }

    static Stream<CutScene> scenes() {
        return CutScene.all();
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void everyCourseIsSetRightAfterAKillBeforeEachEffect(CutScene scene) throws Exception {
        if (!CutSettings.isWanted(DISK, scene)) {
            abort("not asked for");
        }
        int step = CutSettings.step(1);
        CutSeries series = new CutSeries(
                root, CutSettings.compileLibrary(root), DISK, FolderDisk::make, scene, progress, CutSettings.end());

        assertThat(series.run(effects -> CutPoint.every(step, effects))).isEmpty();
    }
}

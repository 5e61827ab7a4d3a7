package dev.reconciler.worker.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.reconciler.worker.power.disk.DiskImage;
import dev.reconciler.worker.power.disk.FileSystemKind;
import dev.reconciler.worker.power.disk.TestDisk;
import java.io.IOException;
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
 * The power is cut before an effect of a run on the disk: what was not synced is gone. The next run finds the rest, and
 * sets everything right.
 *
 * <p>The disk is a file system of its own in a file, which is copied at the instant of the cut; the copy takes its place.
 */
class PowerCutTest {
    private static final int FEW = 5;

    /** {@code RecordedCutTest} has every effect, which costs a tenth of that. */
    private static final int STEP = 10;

    @TempDir(factory = MemoryFolder.class)
    static Path root;

    private static CutProgress progress;

    @BeforeAll
    static void readProgress() throws IOException {
        progress = CutSettings.readProgress("power");
    }

    @AfterAll
    static void printProgress() {
        progress.print("power");
    }

    @Test
    @Tag("slow")
    void aReplayIsSetRightAfterPowerCutsAllOverIt(@TempDir Path folder) throws Exception {
        CutSeries series = newSeries(
                FileSystemKind.EXT4,
                new CutScene(CutCourse.REPLAY, CloneKind.WORK_TREE),
                CutProgress.read(folder.resolve("progress")));

        assertThat(series.run(effects -> CutPoint.spread(FEW, effects))).isEmpty();
    }

    static Stream<Arguments> scenes() {
        return Stream.of(FileSystemKind.values())
                .flatMap(disk -> CutScene.all().map(scene -> Arguments.of(disk, scene)));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    @Tag("long")
    void everyCourseIsSetRightAfterPowerCutsAllOverIt(FileSystemKind disk, CutScene scene) throws Exception {
        if (!CutSettings.isWanted(disk.name(), scene)) {
            abort("not asked for");
        }
        int step = CutSettings.step(STEP);

        assertThat(newSeries(disk, scene, progress).run(effects -> CutPoint.every(step, effects)))
                .isEmpty();
    }

    private static CutSeries newSeries(FileSystemKind disk, CutScene scene, CutProgress progress) {
        assumeDiskCanBeMade(disk);
        return new CutSeries(
                root,
                CutSettings.compileLibrary(root),
                disk.name(),
                folder -> DiskImage.make(disk, folder),
                scene,
                progress,
                CutSettings.end());
    }

    private static void assumeDiskCanBeMade(FileSystemKind kind) {
        try (TestDisk disk = DiskImage.make(kind, root.resolve("try-" + kind))) {
            disk.save();
        } catch (IOException e) {
            abort("root, a loop device and the tools of " + kind + " are needed: " + e.getMessage());
        }
    }
}

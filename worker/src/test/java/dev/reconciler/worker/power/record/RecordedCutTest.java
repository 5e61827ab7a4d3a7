package dev.reconciler.worker.power.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.reconciler.worker.power.CutProgress;
import dev.reconciler.worker.power.CutRig;
import dev.reconciler.worker.power.CutScene;
import dev.reconciler.worker.power.CutSettings;
import dev.reconciler.worker.power.MemoryFolder;
import dev.reconciler.worker.power.disk.FolderDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run of each course is recorded. The next run sets everything right, from each state in which a kill or a power cut
 * before one of its effects could leave the disk.
 *
 * <p>{@code PowerCutTest} has a real file system lose what was not synced; here it is lost in all ways that a file system
 * may choose.
 */
@Tag("long")
class RecordedCutTest {
    /** So many states are run on from at once. */
    private static final int BATCH = 25;

    @TempDir(factory = MemoryFolder.class)
    static Path root;

    private static CutProgress progress;

    @BeforeAll
    static void readProgress() throws IOException {
        progress = CutSettings.readProgress("states");
    }

    @AfterAll
    static void printProgress() {
        progress.print("states");
    }

    static Stream<CutScene> scenes() {
        return CutScene.all();
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void everyCourseIsSetRightFromEachStateThatACutCanLeave(CutScene scene) throws Exception {
        if (!CutSettings.isWanted("record", scene)) {
            abort("not asked for");
        }
        Instant end = CutSettings.end();
        Path folder = Files.createTempDirectory(root, "scene");
        Path home = folder.resolve(StateRecovery.FOLDER.formatted(0));
        List<String> faults = new ArrayList<>();
        try (CutRig rig = CutRig.open(home, scene, FolderDisk::make, CutSettings.compileLibrary(folder))) {
            StateRecovery recovery = new StateRecovery(scene, rig, progress);
            List<RecordedRun.CutState> pending = RecordedRun.record(rig).listStates(CutSettings.samples()).stream()
                    .filter(recovery::isPending)
                    .toList();
            for (int i = 0; i < pending.size() && Instant.now().isBefore(end); i += BATCH) {
                faults.addAll(recovery.recover(pending.subList(i, Math.min(i + BATCH, pending.size()))));
            }
        }
        assertThat(faults).isEmpty();
    }
}

package dev.reconciler.worker.power.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The program is killed, as by {@code kill -9}, at an instant that chance chooses, while it serves several repositories of
 * different courses. The next run settles them all.
 */
@Tag("long")
class RandomKillTest {
    @TempDir(factory = MemoryFolder.class)
    static Path root;

    private static CutProgress progress;
    private static final List<CutRig> RIGS = new ArrayList<>();

    @BeforeAll
    static void makeRepositories() throws IOException {
        progress = CutSettings.readProgress("random-kills");
        for (CutScene scene : CutScene.all().toList()) {
            Path home = root.resolve(scene.toString().toLowerCase(Locale.ROOT).replaceAll("[ _]", "-"));
            RIGS.add(CutRig.open(home, scene, FolderDisk::make, CutSettings.compileLibrary(root)));
        }
    }

    @AfterAll
    static void printProgress() throws IOException {
        progress.print("random kills");
        for (CutRig rig : RIGS) {
            rig.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextRunSettlesWhatAKillAtARandomInstantLeft(KilledService service) throws Exception {
        assumeTrue(service.isAvailable(), "no temporal program on this machine");
        Instant end = CutSettings.end();
        KillSeries series = new KillSeries(service, RIGS, Files.createDirectory(root.resolve("runs-" + service)));
        List<String> faults = new ArrayList<>();
        for (int seed = 1; seed <= service.kills() && Instant.now().isBefore(end); seed++) {
            String name = service + " " + seed;
            if (!progress.isWhole(name)) {
                List<String> found = series.kill(seed);
                progress.add(name, series.where(), found);
                faults.addAll(found);
            }
        }
        assertThat(faults).isEmpty();
    }
}

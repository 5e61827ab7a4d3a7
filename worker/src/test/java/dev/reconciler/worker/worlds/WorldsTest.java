package dev.reconciler.worker.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.power.MemoryFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens around runs, and in the middle of them: nothing is lost, pushed back, overwritten or left behind, and
 * what a result says is true.
 *
 * <p>{@code -Dworlds.seed=1234 -Dworlds.actions=50} chooses the first seed and how many actions of the long run; it goes
 * on after the worlds that are noted in the folder {@code -Dworlds.progress}. {@code -Dworlds.before} names the jar of an
 * earlier version, which then takes turns with this one.
 */
@Tag("slow")
class WorldsTest {
    private static final int FEW = 500;
    private static final int MANY = 50_000;
    private static final long FIRST_OF_MANY = 10_000;

    @TempDir(factory = MemoryFolder.class)
    Path root;

    @Test
    void nothingIsLostWhateverHappens() throws Exception {
        WorldProgress progress = WorldProgress.read(root.resolve("progress"), 1);

        assertThat(new WorldSeries(root, progress, Deed.QUICK).run(FEW)).isEmpty();
    }

    @Test
    @Tag("long")
    void nothingIsLostInThousandsOfActions() throws Exception {
        Path file = Path.of(System.getProperty("worlds.progress", "target/worlds"), "worlds.txt");
        WorldProgress progress = WorldProgress.read(file, Long.getLong("worlds.seed", FIRST_OF_MANY));
        try {
            assertThat(new WorldSeries(root, progress, Deed.ALL).run(Integer.getInteger("worlds.actions", MANY)))
                    .isEmpty();
        } finally {
            progress.print();
        }
    }
}

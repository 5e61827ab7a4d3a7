package dev.reconciler.worker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.power.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers on both sides of many clones, two workers of which one is killed again and again, a network that is cut, bursts
 * of webhooks: for {@code -Dsoak.minutes}.
 */
@Tag("long")
class SoakTest {
    private static final int MINUTES = 60;

    /** JGit keeps up to 128 packs open; a leak of one file a run would be thousands. */
    private static final long MORE_FILES = 150;

    private static final long MORE_THREADS = 50;

    @TempDir(factory = MemoryFolder.class)
    Path root;

    @Test
    void nothingIsLostAndNothingGrows() throws Exception {
        Soak.Report report = Soak.run(root, Duration.ofMinutes(Integer.getInteger("soak.minutes", MINUTES)));
        System.out.println(report.text());

        assertThat(report.lost()).isEmpty();
        assertThat(report.unsettled()).isEmpty();
        assertThat(report.end().files()).isLessThan(report.start().files() + MORE_FILES);
        assertThat(report.end().threads()).isLessThan(report.start().threads() + MORE_THREADS);
    }
}

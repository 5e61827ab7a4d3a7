package dev.reconciler.git.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones that hold more than their settings allow. */
class AutoMaintenanceTest {
    private static final int PACKS = 4;

    @TempDir
    Path root;

    private long nanos;
    private final AutoMaintenance maintenance = new AutoMaintenance(() -> nanos);
    private NativeGit clone;

    @BeforeEach
    void makeCloneWithPacks() throws IOException {
        clone = NativeGit.init(root.resolve("clone"));
        for (int number = 0; number < PACKS; number++) {
            clone.commit("file", number + "\n");
            clone.run("repack", "-q", "-d");
        }
    }

    @AfterEach
    void close() {
        maintenance.close();
    }

    private boolean isPacked() {
        nanos += Duration.ofHours(1).toNanos();
        return maintenance
                .lookAt(TestRepositories.settings(clone.directory(), root))
                .join();
    }

    private long countPacks() throws IOException {
        try (Stream<Path> files = Files.list(clone.directory().resolve(".git/objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    @Test
    void manyPacksBecomeOne() throws IOException {
        clone.run("config", "gc.autoPackLimit", String.valueOf(PACKS - 1));

        assertThat(isPacked()).isTrue();

        assertThat(countPacks()).isOne();
        clone.fsck();
    }

    @Test
    void asManyPacksAsGitAllowsAreLeft() throws IOException {
        clone.run("config", "gc.autoPackLimit", String.valueOf(PACKS));
        assertThat(isPacked()).isFalse();

        clone.run("config", "gc.autoPackLimit", "0");
        assertThat(isPacked()).isFalse();
    }

    /** A pack that is kept is not packed anew, so it would be started for nothing each time. */
    @Test
    void keptPacksDoNotCount() throws IOException {
        clone.run("config", "gc.autoPackLimit", String.valueOf(PACKS - 1));
        try (Stream<Path> files = Files.list(clone.directory().resolve(".git/objects/pack"))) {
            Path pack = files.filter(file -> file.toString().endsWith(".pack"))
                    .findFirst()
                    .orElseThrow();
            Files.createFile(Path.of(pack.toString().replace(".pack", ".keep")));
        }

        assertThat(isPacked()).isFalse();
    }

    @Test
    void manyLooseObjectsArePacked() throws IOException {
        clone.run("config", "gc.auto", "1");
        IntStream.iterate(0, number -> number + 1)
                .mapToObj(String::valueOf)
                .filter(AutoMaintenanceTest::isCounted)
                .limit(2)
                .forEach(text -> clone.write("text", text).run("hash-object", "-w", "text"));

        assertThat(isPacked()).isTrue();
    }

    // Git looks into one folder of 256.
    private static boolean isCounted(String text) {
        try (ObjectInserter.Formatter ids = new ObjectInserter.Formatter()) {
            return ids.idFor(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8))
                    .name()
                    .startsWith("17");
        }
    }

    @Test
    void itIsSwitchedOffAsForGit() throws IOException {
        clone.run("config", "gc.autoPackLimit", "1");
        for (String setting : new String[] {"gc.auto=0", "maintenance.auto=false", "maintenance.gc.enabled=false"}) {
            String[] parts = setting.split("=", 2);
            clone.run("config", parts[0], parts[1]);

            assertThat(isPacked()).as(setting).isFalse();

            clone.run("config", "--unset", parts[0]);
        }
        assertThat(isPacked()).isTrue();
    }

    @Test
    void aRepositoryIsLookedAtOnceInAnHour() throws IOException {
        assertThat(isPacked()).isFalse();
        clone.run("config", "gc.autoPackLimit", "1");
        nanos -= 1;

        assertThat(isPacked()).isFalse();
        assertThat(isPacked()).isTrue();
    }

    /** It would read the whole repository each hour, and may leave half a pack each time. */
    @Test
    void whatCouldNotBePackedIsNotTriedAgain() throws IOException {
        clone.run("config", "gc.autoPackLimit", "1");
        Path broken = clone.directory().resolve(".git/refs/heads/broken");
        Files.writeString(broken, "1".repeat(40) + "\n");
        assertThat(isPacked()).isFalse();
        Files.delete(broken);

        assertThat(isPacked()).isFalse();
        try (AutoMaintenance ofTheNextStart = new AutoMaintenance()) {
            assertThat(ofTheNextStart
                            .lookAt(TestRepositories.settings(clone.directory(), root))
                            .join())
                    .isTrue();
        }
    }
}

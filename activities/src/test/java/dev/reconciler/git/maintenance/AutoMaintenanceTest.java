package dev.reconciler.git.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones that hold more than their settings allow. */
class AutoMaintenanceTest {
    private static final int PACKS = 4;

    @TempDir
    Path root;

    private NativeGit clone;
    private Path note;

    @BeforeEach
    void makeCloneWithPacks() throws IOException {
        clone = NativeGit.init(root.resolve("clone"));
        for (int number = 0; number < PACKS; number++) {
            clone.commit("file", number + "\n");
            clone.run("repack", "-q", "-d");
        }
        note = clone.directory().resolve(".git/reconciler/maintenance");
    }

    private Optional<CompletableFuture<Void>> startIfDue() throws IOException {
        try (DataRepository repository = DataRepository.open(TestRepositories.settings(clone.directory(), root))
                .orElseThrow()) {
            Optional<CompletableFuture<Void>> started = AutoMaintenance.startIfDue(repository);
            started.ifPresent(CompletableFuture::join);
            return started;
        }
    }

    private long countPacks() throws IOException {
        try (Stream<Path> files = Files.list(clone.directory().resolve(".git/objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    @Test
    void manyPacksBecomeOne() throws IOException {
        clone.run("config", "gc.autoPackLimit", String.valueOf(PACKS - 1));

        assertThat(startIfDue()).isPresent();

        assertThat(countPacks()).isOne();
        clone.fsck();
    }

    @Test
    void asManyPacksAsGitAllowsAreLeft() throws IOException {
        clone.run("config", "gc.autoPackLimit", String.valueOf(PACKS));
        assertThat(startIfDue()).isEmpty();

        clone.run("config", "gc.autoPackLimit", "0");
        assertThat(startIfDue()).isEmpty();
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

        assertThat(startIfDue()).isEmpty();
    }

    @Test
    void manyLooseObjectsArePacked() throws IOException {
        clone.run("config", "gc.auto", "1");
        IntStream.iterate(0, number -> number + 1)
                .mapToObj(String::valueOf)
                .filter(AutoMaintenanceTest::isCounted)
                .limit(2)
                .forEach(text -> clone.write("text", text).run("hash-object", "-w", "text"));

        assertThat(startIfDue()).isPresent();
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

            assertThat(startIfDue()).as(setting).isEmpty();

            clone.run("config", "--unset", parts[0]);
        }
        assertThat(startIfDue()).isPresent();
    }

    /** What fails, on a full disk or at a broken object, would read the whole repository at each fetch. */
    @Test
    void aRepositoryIsNotPackedAgainWithinAnHour() throws IOException {
        clone.run("config", "gc.autoPackLimit", "1");
        Files.createDirectories(note.getParent());
        Files.writeString(note, Instant.now().minus(Duration.ofMinutes(59)).toString());
        assertThat(startIfDue()).isEmpty();

        Files.writeString(note, Instant.now().minus(Duration.ofMinutes(61)).toString());
        assertThat(startIfDue()).isPresent();
    }

    @Test
    void aNoteOfAClockThatWasSetBackOrThatIsBrokenDelaysNothing() throws IOException {
        clone.run("config", "gc.autoPackLimit", "1");
        Files.createDirectories(note.getParent());
        Files.writeString(note, Instant.now().plus(Duration.ofDays(1)).toString());
        assertThat(startIfDue()).isPresent();

        clone.commit("file", "next\n");
        clone.run("repack", "-q", "-d");
        Files.writeString(note, "");
        assertThat(startIfDue()).isPresent();
    }
}

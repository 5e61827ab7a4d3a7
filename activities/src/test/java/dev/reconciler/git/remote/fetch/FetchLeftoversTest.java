package dev.reconciler.git.remote.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a repository after a fetch that was killed, beside one that is at work, and what native git keeps. */
class FetchLeftoversTest {
    private static final Instant KILLED = Instant.now().minus(Duration.ofHours(1));

    @TempDir
    Path path;

    private DataRepository repository;
    private NativeGit git;
    private Path objects;
    private Path pack;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(path);
        git.commit("file", "text\n");
        git.run("repack", "-q", "-a", "-d");
        repository = DataRepository.open(TestRepositories.settings(path, "remote.git"))
                .orElseThrow();
        objects = repository.directory().commonDir().resolve("objects");
        try (var packs = Files.newDirectoryStream(objects.resolve("pack"), "*.pack")) {
            pack = packs.iterator().next();
        }
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void sweep() throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            FetchLeftovers.sweep(repository);
        }
    }

    /** The note of a fetch whose process is gone; answers what it wrote into the files of its packs. */
    private String killedFetch() throws IOException {
        Path notes = FetchMarker.directoryIn(repository.directory().commonDir());
        FetchMarker alive = FetchMarker.begin(repository.git());
        String message = alive.message();
        alive.close();
        made(notes.resolve(message.substring(message.lastIndexOf(' ') + 1)), KILLED);
        return message;
    }

    private static Path made(Path file, Instant when) throws IOException {
        Files.createFile(file);
        return Files.setLastModifiedTime(file, FileTime.from(when));
    }

    private Path keep(String words) throws IOException {
        return Files.writeString(
                pack.resolveSibling(pack.getFileName().toString().replace(".pack", ".keep")), words);
    }

    @Test
    void whatAKilledFetchHadHalfReceivedIsRemoved() throws IOException {
        killedFetch();
        Path incoming = made(objects.resolve("incoming_123.pack"), KILLED.plusSeconds(5));
        Path lock = made(objects.resolve("pack/pack-123.keep.lock"), KILLED.plusSeconds(5));

        sweep();

        assertThat(incoming).doesNotExist();
        assertThat(lock).doesNotExist();
        assertThat(FetchMarker.directoryIn(repository.directory().commonDir())).isEmptyDirectory();
    }

    /** A pack that is kept for good is never packed anew: the repository grew with every kill. */
    @Test
    void thePackOfAKilledFetchIsNoLongerKeptAndItsObjectsStay() throws IOException {
        Path keep = keep(killedFetch());

        sweep();

        assertThat(keep).doesNotExist();
        assertThat(pack).exists();
        git.fsck();
    }

    @Test
    void aPackThatNeverGotItsIndexGoesWithItsKeep() throws IOException {
        Path keep = objects.resolve("pack/pack-half.keep");
        Files.writeString(keep, killedFetch());
        Path half = made(objects.resolve("pack/pack-half.pack"), KILLED);

        sweep();

        assertThat(keep).doesNotExist();
        assertThat(half).doesNotExist();
    }

    @Test
    void whatAFetchAtWorkHasHalfReceivedStays() throws IOException {
        try (FetchMarker note = FetchMarker.begin(repository.git())) {
            Path incoming = made(objects.resolve("incoming_123.pack"), Instant.now());
            Path keep = keep(note.message());

            sweep();

            assertThat(incoming).exists();
            assertThat(keep).exists();
            assertThat(FetchMarker.isOrphan(
                            note.message(), repository.directory().commonDir()))
                    .isFalse();
        }
    }

    @Test
    void whatIsOlderThanTheKilledFetchIsNotItsOwn() throws IOException {
        killedFetch();
        Path older = made(objects.resolve("incoming_old.pack"), KILLED.minusSeconds(60));

        sweep();

        assertThat(older).exists();
    }

    @Test
    void whatNativeGitKeepsOrHasHalfReceivedStays() throws IOException {
        killedFetch();
        Path keep = keep("fetch-pack 4711 on host");
        Path half = made(objects.resolve("pack/tmp_pack_123"), Instant.now());

        sweep();

        assertThat(keep).exists();
        assertThat(half).exists();
    }

    @Test
    void aNoteThatWasNeverLockedGoesOnceItIsOld() throws IOException {
        Path notes = Files.createDirectories(
                FetchMarker.directoryIn(repository.directory().commonDir()));
        Path old = made(notes.resolve("old.new"), KILLED);
        Path young = made(notes.resolve("young.new"), Instant.now());

        sweep();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }
}

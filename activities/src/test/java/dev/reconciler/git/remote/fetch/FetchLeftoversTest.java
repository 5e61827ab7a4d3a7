package dev.reconciler.git.remote.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.replay.ReplayPack;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            FetchLeftovers.sweep(repository, ReplayPack.findKilled(repository.git()));
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

    /** The name had reached the disk when the power was cut, and of the text nothing, zeros, or a beginning. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0", "recon", "reconciler fetch ", "reconciler fetch 4b1"})
    void thePackOfAFetchCutOffThePowerIsNoLongerKept(String text) throws IOException {
        killedFetch();
        Path keep = keep(text);

        sweep();

        assertThat(keep).doesNotExist();
        assertThat(pack).exists();
    }

    @Test
    void anEmptyKeepThatIsOlderThanTheKilledFetchStays() throws IOException {
        killedFetch();
        Path keep = keep("");
        Files.setLastModifiedTime(keep, FileTime.from(KILLED.minusSeconds(5)));

        sweep();

        assertThat(keep).exists();
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
    void aNoteThatWasNeverLockedGoes() throws IOException {
        Path notes = Files.createDirectories(
                FetchMarker.directoryIn(repository.directory().commonDir()));
        Path left = made(notes.resolve("left.new"), Instant.now());

        sweep();

        assertThat(left).doesNotExist();
    }

    /** As git's documentation tells people to protect a pack. */
    @Test
    void anEmptyKeepThatAPersonMakesLongAfterTheKilledFetchStays() throws IOException {
        Path killed = FetchMarker.directoryIn(repository.directory().commonDir());
        String message = killedFetch();
        Files.setLastModifiedTime(
                killed.resolve(message.substring(message.lastIndexOf(' ') + 1)),
                FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        Path keep = keep("");

        sweep();

        assertThat(keep).exists();
    }

    /** Two repositories of the configuration may be branches of one clone. */
    @Test
    void whatAFetchAtWorkReceivesBesideAKilledOneStays() throws IOException {
        killedFetch();
        Path incoming = objects.resolve("incoming_123.pack");
        try (FetchMarker note = FetchMarker.begin(repository.git())) {
            made(incoming, Instant.now());

            sweep();

            assertThat(incoming).exists();
        }

        sweep();

        assertThat(incoming).doesNotExist();
        assertThat(FetchMarker.directoryIn(repository.directory().commonDir())).isEmptyDirectory();
    }

    /** A power cut may leave the name of the pack, and take those of its index and its keep file. */
    @Test
    void thePackOfAFetchCutOffThePowerGetsItsIndexBack() throws IOException {
        killedFetch();
        Path index = orphan(KILLED.plusSeconds(5));

        sweep();

        assertThat(index).exists();
        git.run("verify-pack", index.toString());
        git.fsck();
        assertThat(objects.resolve("pack")).isDirectoryNotContaining("glob:**/tmp_*");
        assertThat(objects.resolve("reconciler-index")).doesNotExist();
    }

    /** The same of a replay, whose pack has no keep file then either. No fetch was killed. */
    @Test
    void thePackOfAReplayCutOffThePowerGetsItsIndexBack() throws IOException {
        Path index = orphan(KILLED);
        Path folder = Files.createDirectories(objects.resolve("reconciler-replay-1/pack"))
                .getParent();
        Files.setLastModifiedTime(folder, FileTime.from(KILLED));

        sweep();

        assertThat(index).exists();
        git.fsck();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 11, 31, 100})
    void aPackCutOffThePowerThatIsNotWholeIsSetAsideForGit(long length) throws IOException {
        killedFetch();
        Path cut = objects.resolve("pack/pack-cut.pack");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(pack), (int) length));
        Files.setLastModifiedTime(cut, FileTime.from(KILLED.plusSeconds(5)));

        sweep();

        assertThat(cut).doesNotExist();
        assertThat(objects.resolve("pack/tmp_pack_cut.pack")).hasSize(length);
        git.fsck();
        git.run("prune", "--expire=now");
        assertThat(objects.resolve("pack/tmp_pack_cut.pack")).doesNotExist();
    }

    /** A garbage collection of a person gives its pack a name, and the index after that. */
    @Test
    void aPackWithoutIndexThatIsOfNoKilledFetchStaysAsItIs() throws IOException {
        killedFetch();
        Path index = orphan(KILLED.minusSeconds(60));

        sweep();

        assertThat(index).doesNotExist();
        assertThat(pack).exists();
    }

    @Test
    void aPackIsOlderThanTheBootByItsNameAndNotByItsTimeAlone() throws IOException {
        Files.setLastModifiedTime(pack, FileTime.from(KILLED));

        assertThat(OrphanPacks.isOlder(pack, KILLED.plusSeconds(5))).isFalse();
        assertThat(OrphanPacks.isOlder(pack, Instant.now().plusSeconds(5))).isTrue();
    }

    /** Takes the index of the pack away; answers its path. */
    private Path orphan(Instant when) throws IOException {
        Path index = pack.resolveSibling(pack.getFileName().toString().replace(".pack", ".idx"));
        Files.delete(index);
        Files.setLastModifiedTime(pack, FileTime.from(when));
        return index;
    }
}

package dev.reconciler.git.remote.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An index of a pack that a disk has damaged or lost, and native git's word on what is there afterwards. */
class DamagedIndexesTest {
    @TempDir
    Path path;

    private DataRepository repository;
    private NativeGit git;
    private Path pack;
    private Path index;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(path);
        git.commit("file", "text\n");
        git.run("repack", "-q", "-a", "-d");
        repository = DataRepository.open(TestRepositories.settings(path, "remote.git"))
                .orElseThrow();
        try (var packs =
                Files.newDirectoryStream(repository.directory().commonDir().resolve("objects/pack"), "*.pack")) {
            pack = packs.iterator().next();
        }
        index = pack.resolveSibling(
                Objects.requireNonNull(pack.getFileName()).toString().replace(".pack", ".idx"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private enum Damage {
        EMPTY,
        CUT,
        ZEROS,
        FLIPPED,
        OF_ANOTHER_PACK;

        private byte[] apply(byte[] whole) throws IOException {
            byte[] damaged = whole.clone();
            switch (this) {
                case EMPTY -> damaged = new byte[0];
                case CUT -> damaged = Arrays.copyOf(whole, whole.length / 2);
                case ZEROS -> Arrays.fill(damaged, (byte) 0);
                case FLIPPED -> damaged[whole.length / 2] ^= 0x55;
                case OF_ANOTHER_PACK -> {
                    int hash = whole.length - 40;
                    damaged[hash] ^= 0x55;
                    System.arraycopy(sha1(Arrays.copyOf(damaged, hash + 20)), 0, damaged, hash + 20, 20);
                }
            }
            return damaged;
        }

        private static byte[] sha1(byte[] bytes) {
            return Constants.newMessageDigest().digest(bytes);
        }
    }

    private void damage(Damage damage) throws IOException {
        byte[] damaged = damage.apply(Files.readAllBytes(index));
        Files.delete(index);
        Files.write(index, damaged);
    }

    @ParameterizedTest
    @EnumSource
    void itIsWrittenAnewFromThePack(Damage damage) throws IOException {
        byte[] before = Files.readAllBytes(index);
        damage(damage);

        assertThat(DamagedIndexes.mend(repository)).isTrue();

        assertThat(index).hasBinaryContent(before);
        assertThat(pack.resolveSibling(".")).isDirectoryNotContaining("glob:**/tmp_*");
        git.fsck();
    }

    @Test
    void aMissingOneIsWrittenWhereNoProgramIsAboutTo() throws IOException {
        Files.delete(index);

        assertThat(DamagedIndexes.mend(repository)).isFalse();
        assertThat(index).doesNotExist();
        assertThat(DamagedIndexes.mend(repository, Instant.now().plusSeconds(5)))
                .isTrue();
        git.fsck();
    }

    @Test
    void thatOfAPackThatIsNotWholeStays() throws IOException {
        damage(Damage.CUT);
        byte[] whole = Files.readAllBytes(pack);
        Files.delete(pack);
        Files.write(pack, Arrays.copyOf(whole, whole.length - 1));

        assertThat(DamagedIndexes.mend(repository)).isFalse();

        assertThat(index).exists();
        assertThat(pack).hasSize(whole.length - 1L);
    }

    @Test
    void whatIsSoundStaysAsItIs() throws IOException {
        Object before = Files.getAttribute(index, "unix:ino");

        assertThat(DamagedIndexes.mend(repository)).isFalse();

        assertThat(Files.getAttribute(index, "unix:ino")).isEqualTo(before);
    }
}

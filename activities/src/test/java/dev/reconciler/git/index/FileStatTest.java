package dev.reconciler.git.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatTest {
    @TempDir
    Path directory;

    @Test
    void aLinkIsReadItselfAndNotWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));

        assertThat(FileStat.read(link).size()).isEqualTo("nowhere".length());
        assertThatThrownBy(() -> FileStat.read(directory.resolve("nowhere"))).isInstanceOf(NoSuchFileException.class);
    }

    /** A file of 4 GiB looked empty in 32 bits, and git would read it each time. */
    @Test
    void aSizeThatLooksEmptyIn32BitsIsKeptAsGitKeepsIt() {
        assertThat(FileStat.keptSize(0)).isZero();
        assertThat(FileStat.keptSize(1L << 32)).isEqualTo(1 << 31);
        assertThat(FileStat.keptSize((1L << 32) + 5)).isEqualTo(5);
    }
}

package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSyncTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final DiskSync syncs = new DiskSync();

    @Test
    void ofAFolderOnlyWhatIsYoungIsSynced() throws IOException {
        Path old = Files.createFile(directory.resolve("old"));
        Files.setLastModifiedTime(old, FileTime.from(LONG_AGO));
        Path young = Files.createFile(directory.resolve("young"));

        syncs.addYoung(directory, LONG_AGO.plusSeconds(1));

        assertThat(syncs.isPending(young)).isTrue();
        assertThat(syncs.isPending(directory)).isTrue();
        assertThat(syncs.isPending(old)).isFalse();
    }

    @Test
    void aFolderInWhichNothingIsYoungIsLeftOut() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Files.setLastModifiedTime(directory, FileTime.from(LONG_AGO));

        syncs.addYoung(directory, LONG_AGO.plusSeconds(1));

        assertThat(syncs.isPending(directory)).isFalse();
        assertThat(syncs.isPending(file)).isFalse();
    }

    @Test
    void whatIsFlushedIsPendingNoMore() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        syncs.add(file);
        syncs.addName(file);
        syncs.add(directory.resolve("gone"));

        syncs.flush();

        assertThat(syncs.isPending(file)).isFalse();
    }

    @Test
    void whatTheDiskRefusesStaysPending() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path below = file.resolve("below");
        syncs.add(directory);
        syncs.add(below);

        assertThatThrownBy(syncs::flush).isInstanceOf(IOException.class);

        assertThat(syncs.isPending(below)).isTrue();
    }
}

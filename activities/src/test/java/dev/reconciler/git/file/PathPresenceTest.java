package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathPresenceTest {
    @TempDir
    Path directory;

    @Test
    void nothingIsThereWhereTheNameIsFreeOrBelowAFile() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(PathPresence.isThere(file)).isTrue();
        assertThat(PathPresence.isThere(directory.resolve("free"))).isFalse();
        assertThat(PathPresence.isThere(directory.resolve("free/below"))).isFalse();
        assertThat(PathPresence.isThere(file.resolve("below"))).isFalse();
        assertThat(PathPresence.isThere(file.resolve("far/below"))).isFalse();
    }

    @Test
    void aLinkIsThereAlsoWhereItLeadsNowhere() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));

        assertThat(PathPresence.isThere(link)).isFalse();
        assertThat(PathPresence.isThere(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(PathPresence.isFile(file)).isTrue();
        assertThat(PathPresence.isFolder(file)).isFalse();
        assertThat(PathPresence.isFolder(directory)).isTrue();
        assertThat(PathPresence.isFile(directory)).isFalse();
    }

    @Test
    void whatTheDiskDoesNotTellIsAnError() throws IOException {
        Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertThatThrownBy(() -> PathPresence.isThere(loop)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> PathPresence.isThere(directory.resolve("x".repeat(300))))
                .isInstanceOf(FileSystemException.class);
    }

    @Test
    void aFolderOfAnotherUserIsNotTakenForEmpty() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path file = Files.createFile(folder.resolve("file"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(folder), "root may look everywhere");
            assertThatThrownBy(() -> PathPresence.isThere(file)).isInstanceOf(AccessDeniedException.class);
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }
}

package dev.reconciler.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryLockTest {
    private static final List<String> LOCKS = List.of("refs/heads/main.lock", "index.lock");

    @TempDir
    Path directory;

    @Test
    void theSecondOfTwoHoldersIsToldThatItIsBusy() throws IOException {
        try (RepositoryLock held = RepositoryLock.acquire(directory, LOCKS)) {
            assertThatThrownBy(() -> RepositoryLock.acquire(directory, LOCKS))
                    .isInstanceOf(RepositoryBusyException.class)
                    .hasMessageContaining(RepositoryLock.FILE);
        }
    }

    @Test
    void afterItIsGivenBackOnlyItsEmptyFileStays() throws IOException {
        RepositoryLock.acquire(directory, LOCKS).close();

        assertThat(directory.resolve(RepositoryLock.FILE)).isEmptyFile();
        assertThat(directory.resolve("reconciler/locks")).doesNotExist();
        RepositoryLock.acquire(directory, LOCKS).close();
    }

    @Test
    void aLockFileThatADeadHolderNotedIsRemoved() throws IOException {
        Path lock = leftBehind("refs/heads/main.lock", Instant.now().minusSeconds(30));
        note(Instant.now().minusSeconds(31));

        RepositoryLock.acquire(directory, LOCKS).close();

        assertThat(lock).doesNotExist();
    }

    @Test
    void aLockFileThatIsOlderThanTheNoteBelongsToSomebodyElse() throws IOException {
        Path lock = leftBehind("index.lock", Instant.now().minusSeconds(60));
        note(Instant.now().minusSeconds(31));

        RepositoryLock.acquire(directory, LOCKS).close();

        assertThat(lock).exists();
    }

    @Test
    void aLockFileWithoutANoteBelongsToSomebodyElse() throws IOException {
        Path lock = leftBehind("index.lock", Instant.now().minusSeconds(60));

        RepositoryLock.acquire(directory, LOCKS).close();

        assertThat(lock).exists();
    }

    private Path leftBehind(String name, Instant when) throws IOException {
        Path lock = directory.resolve(name);
        Files.createDirectories(lock.getParent());
        Files.createFile(lock);
        return Files.setLastModifiedTime(lock, FileTime.from(when));
    }

    private void note(Instant when) throws IOException {
        Path note = directory.resolve("reconciler/locks");
        Files.createDirectories(note.getParent());
        Files.writeString(note, String.join("\n", LOCKS));
        Files.setLastModifiedTime(note, FileTime.from(when));
    }
}

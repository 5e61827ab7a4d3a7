package dev.reconciler.git.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RepositoryBusyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryLockTest {
    @TempDir
    Path directory;

    @Test
    void theSecondOfTwoHoldersIsToldThatItIsBusy() throws IOException {
        try (RepositoryLock held = RepositoryLock.acquire(directory)) {
            assertThatThrownBy(() -> RepositoryLock.acquire(directory))
                    .isInstanceOf(RepositoryBusyException.class)
                    .hasMessageContaining(RepositoryLock.FILE);
        }
    }

    @Test
    void afterItIsGivenBackOnlyItsEmptyFileStays() throws IOException {
        RepositoryLock.acquire(directory).close();

        assertThat(directory.resolve(RepositoryLock.FILE)).isEmptyFile();
        assertThat(directory.resolve("reconciler/locks")).doesNotExist();
        RepositoryLock.acquire(directory).close();
    }

    @Test
    void aLockFileThatADeadHolderNotedIsRemoved() throws IOException {
        Path lock = leftBehind("refs/heads/main.lock", Instant.now().minusSeconds(30));
        note("refs/heads/main.lock", Instant.now().minusSeconds(31));

        RepositoryLock.acquire(directory).close();

        assertThat(lock).doesNotExist();
    }

    @Test
    void aLockFileThatIsOlderThanItsNoteBelongsToSomebodyElse() throws IOException {
        Path lock = leftBehind("index.lock", Instant.now().minusSeconds(60));
        note("index.lock", Instant.now().minusSeconds(31));

        RepositoryLock.acquire(directory).close();

        assertThat(lock).exists();
    }

    @Test
    void aLockFileThatWasMadeLongAfterItsNoteBelongsToSomebodyElse() throws IOException {
        Path lock = leftBehind("index.lock", Instant.now().minusSeconds(60));
        note("index.lock", Instant.now().minus(Duration.ofHours(3)));

        RepositoryLock.acquire(directory).close();

        assertThat(lock).exists();
    }

    @Test
    void aLockFileThatIsNotOnTheNoteBelongsToSomebodyElse() throws IOException {
        Path lock = leftBehind("index.lock", Instant.now().minusSeconds(30));
        note("refs/heads/main.lock", Instant.now().minusSeconds(31));

        RepositoryLock.acquire(directory).close();

        assertThat(lock).exists();
    }

    @Test
    void aLockFileThatWasGivenBackIsNoLongerOnTheNote() throws IOException {
        try (RepositoryLock lock = RepositoryLock.acquire(directory)) {
            lock.recordLocks(List.of("index.lock")).close();
            Files.copy(directory.resolve("reconciler/locks"), directory.resolve("of-a-dead-one"));
        }
        Files.move(directory.resolve("of-a-dead-one"), directory.resolve("reconciler/locks"));
        Path lock = leftBehind("index.lock", Instant.now());

        RepositoryLock.acquire(directory).close();

        assertThat(lock).exists();
    }

    @Test
    void aNoteThatWasHalfWrittenIsPassedOver() throws IOException {
        Path note = directory.resolve("reconciler/locks");
        Files.createDirectories(note.getParent());
        Files.writeString(note, "2026-11-2");

        RepositoryLock.acquire(directory).close();

        assertThat(note).doesNotExist();
    }

    @Test
    void whoWaitsForAFileThatIsRemovedTakesTheOneThatHasTheNameThen() throws Exception {
        RepositoryLock first = RepositoryLock.acquire(directory);
        Files.delete(directory.resolve(RepositoryLock.FILE));
        first.close();

        try (RepositoryLock second = RepositoryLock.acquire(directory)) {
            assertThat(directory.resolve(RepositoryLock.FILE)).exists();
        }
    }

    private Path leftBehind(String name, Instant when) throws IOException {
        Path lock = directory.resolve(name);
        Files.createDirectories(lock.getParent());
        Files.createFile(lock);
        return Files.setLastModifiedTime(lock, FileTime.from(when));
    }

    private void note(String lock, Instant when) throws IOException {
        Path note = directory.resolve("reconciler/locks");
        Files.createDirectories(note.getParent());
        Files.writeString(note, when + " " + lock + "\n");
    }
}

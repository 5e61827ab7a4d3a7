package dev.reconciler.git.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.SharedPermissions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class RepositoryLockTest {
    @TempDir
    Path directory;

    @Test
    void theSecondOfTwoHoldersIsToldThatItIsBusy() throws IOException {
        try (RepositoryLock held = RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK)) {
            assertThatThrownBy(() -> RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK))
                    .satisfies(RepositoryLockTest::isHeldByRun)
                    .hasMessageContaining(RepositoryLock.FILE);
        }
    }

    private static void isHeldByRun(Throwable refusal) {
        assertThat(refusal).isInstanceOfSatisfying(RepositoryBusyException.class, busy -> assertThat(busy.isHeldByRun())
                .isTrue());
    }

    /** With a permit for each path, two activities held the lock of one repository at a time. */
    @Test
    void twoPathsToOneRepositoryLeadToOneLock() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (RepositoryLock held = RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK)) {
            assertThatThrownBy(() -> RepositoryLock.acquire(link, SharedPermissions.OF_UMASK))
                    .satisfies(RepositoryLockTest::isHeldByRun)
                    .hasMessageContaining("another activity of this process");
        }
    }

    @Test
    void aFileThatIsLockedWithoutOurPermitIsBusy() throws IOException {
        Path file = directory.resolve(RepositoryLock.FILE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThatThrownBy(() -> RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK))
                    .satisfies(RepositoryLockTest::isHeldByRun)
                    .hasMessageContaining("another reconciler process");
            assertThat(held.isValid()).isTrue();
        }
        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();
    }

    @Test
    void aLockThatWasTakenWithoutCleanupLeavesTheJournalToTheNextHolder() throws IOException {
        Path lock = leaveLockFile("index.lock", Instant.now().minusSeconds(30));
        writeJournal("index.lock", Instant.now().minusSeconds(31));
        try (RepositoryLock held = RepositoryLock.acquireWithoutCleanup(directory, SharedPermissions.OF_UMASK)) {
            assertThatThrownBy(() -> held.take(directory.resolve("index.lock")))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(lock).exists();

        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();

        assertThat(lock).doesNotExist();
    }

    @Test
    void afterItIsGivenBackOnlyItsEmptyFileStays() throws IOException {
        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();

        assertThat(directory.resolve(RepositoryLock.FILE)).isEmptyFile();
        assertThat(directory.resolve("reconciler/locks")).doesNotExist();
        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();
    }

    @Test
    void aLockFileInTheJournalOfAKilledHolderIsRemoved() throws IOException {
        Path lock = leaveLockFile("refs/heads/main.lock", Instant.now().minusSeconds(30));
        writeJournal("refs/heads/main.lock", Instant.now().minusSeconds(31));

        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();

        assertThat(lock).doesNotExist();
    }

    @Test
    void aLockFileThatIsOlderThanItsLineBelongsToGit() throws IOException {
        Path lock = leaveLockFile("index.lock", Instant.now().minusSeconds(60));
        writeJournal("index.lock", Instant.now().minusSeconds(31));

        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();

        assertThat(lock).exists();
    }

    @Test
    void aLockFileThatWasMadeLongAfterItsLineBelongsToGit() throws IOException {
        Path lock = leaveLockFile("index.lock", Instant.now().minusSeconds(60));
        writeJournal("index.lock", Instant.now().minus(Duration.ofHours(3)));

        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();

        assertThat(lock).exists();
    }

    @Test
    void aLockFileThatIsNotInTheJournalBelongsToGit() throws IOException {
        Path lock = leaveLockFile("index.lock", Instant.now().minusSeconds(30));
        writeJournal("refs/heads/main.lock", Instant.now().minusSeconds(31));

        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();

        assertThat(lock).exists();
    }

    @Test
    void aLockFileThatWasGivenBackBelongsToGitFromThenOn() throws IOException {
        try (RepositoryLock held = RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK)) {
            held.take(directory.resolve("index.lock")).close();
        }
        Path lock = leaveLockFile("index.lock", Instant.now());

        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();

        assertThat(lock).exists();
    }

    @Test
    void aLineThatWasHalfWrittenIsPassedOver() throws IOException {
        Path note = directory.resolve("reconciler/locks");
        Files.createDirectories(note.getParent());
        Files.writeString(note, "2026-11-2");

        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();

        assertThat(note).doesNotExist();
    }

    @Test
    void aFileThatWasRemovedIsNotTakenForTheLock() throws Exception {
        RepositoryLock first = RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK);
        Files.delete(directory.resolve(RepositoryLock.FILE));
        first.close();

        try (RepositoryLock second = RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK)) {
            assertThat(directory.resolve(RepositoryLock.FILE)).exists();
        }
    }

    /** A process that waited for the file of a first clone's folder held a lock on a removed file: it excluded no other. */
    @Test
    void aWaiterWhoseFileIsRemovedTakesTheFileThatHasTheNameThen() throws Exception {
        Path file = directory.resolve(RepositoryLock.FILE);
        FutureTask<RepositoryLock> waiter =
                new FutureTask<>(() -> RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK));
        Thread thread = new Thread(waiter);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            thread.start();
            // The waiter rests between two attempts, so it has opened the file.
            while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertThat(held.isValid()).isTrue();
            Files.delete(file);
        }

        try (RepositoryLock taken = waiter.get()) {
            assertThat(file).exists();
        }
    }

    private Path leaveLockFile(String name, Instant when) throws IOException {
        Path lock = directory.resolve(name);
        Files.createDirectories(lock.getParent());
        Files.createFile(lock);
        return Files.setLastModifiedTime(lock, FileTime.from(when));
    }

    private void writeJournal(String lock, Instant when) throws IOException {
        Path note = directory.resolve("reconciler/locks");
        Files.createDirectories(note.getParent());
        Files.writeString(note, when + " " + lock + "\n");
    }

    /** The process goes on after such an error: the repository was locked until its end. */
    @Test
    void anErrorWhileItIsTakenGivesItBack() throws IOException {
        Path list = Files.createDirectories(directory.resolve("reconciler")).resolve("checkout");
        // Holes only, and larger than any array.
        try (RandomAccessFile file = new RandomAccessFile(list.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        assertThatThrownBy(() -> RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK))
                .isInstanceOf(OutOfMemoryError.class);
        Files.delete(list);

        RepositoryLock.acquire(directory, SharedPermissions.OF_UMASK).close();
    }
}

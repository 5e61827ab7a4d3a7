package dev.reconciler.git.lock;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The disk's own lock: whoever changes a repository's local state holds it, this process or another.
 *
 * <p>The kernel releases it when the process dies. The file {@code reconciler.lock} of a repository stays, empty, for
 * good. Never to be held across a network read, but for the making of a first clone, which nobody else can use yet.
 */
public final class RepositoryLock implements AutoCloseable {
    /** The name of the lock's file in the git directory. */
    public static final String FILE = "reconciler.lock";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    // A file lock belongs to the whole process, and closing any channel on the file frees it: so one holder in the JVM.
    private static final Map<Path, Semaphore> PERMITS = new ConcurrentHashMap<>();

    private final Semaphore permit;
    private final FileChannel channel;
    private final @Nullable LockFileJournal journal;

    private RepositoryLock(Semaphore holder, FileChannel channel, @Nullable LockFileJournal notes) {
        this.permit = holder;
        this.channel = channel;
        this.journal = notes;
    }

    /**
     * Takes the lock, and removes lock files of git that a killed holder left behind.
     *
     * @param commonDir the directory that all work trees of the repository share
     * @throws RepositoryBusyException if somebody else keeps it
     * @throws RefusedException of type Unsupported if the file system has no locks
     */
    public static RepositoryLock acquire(Path commonDir) throws IOException {
        return acquireLock(commonDir, true);
    }

    /** Takes the lock, and removes nothing; git's locks must not be taken under it. Errors are those of {@link #acquire}. */
    public static RepositoryLock acquireWithoutCleanup(Path commonDir) throws IOException {
        return acquireLock(commonDir, false);
    }

    private static RepositoryLock acquireLock(Path commonDir, boolean takesGitLocks) throws IOException {
        Path canonical = commonDir.toRealPath();
        Instant deadline = Instant.now().plus(PATIENCE);
        Semaphore holder = PERMITS.computeIfAbsent(canonical, path -> new Semaphore(1));
        takePermit(holder, canonical);
        try {
            FileChannel channel = openLockedFile(canonical, deadline);
            return new RepositoryLock(holder, channel, takesGitLocks ? beginJournal(channel, canonical) : null);
        } catch (IOException | RuntimeException failed) {
            holder.release();
            throw failed;
        }
    }

    private static LockFileJournal beginJournal(FileChannel channel, Path commonDir) throws IOException {
        try {
            return LockFileJournal.begin(commonDir);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static void takePermit(Semaphore holder, Path commonDir) {
        try {
            if (!holder.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw newBusyError(commonDir, "another activity of this process");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw newBusyError(commonDir, "another activity of this process");
        }
    }

    /** A channel that has the lock, on the file that has the name now: a first clone's stage is removed with its file. */
    private static FileChannel openLockedFile(Path commonDir, Instant deadline) throws IOException {
        Path file = commonDir.resolve(FILE);
        while (true) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                Object opened = readFileKey(file);
                awaitFileLock(channel, commonDir, deadline);
                if (opened != null && opened.equals(readFileKey(file))) {
                    return channel;
                }
                channel.close();
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        }
    }

    private static @Nullable Object readFileKey(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException removed) {
            return null;
        }
    }

    private static void awaitFileLock(FileChannel channel, Path commonDir, Instant deadline) throws IOException {
        while (tryFileLock(channel, commonDir) == null) {
            if (Instant.now().isAfter(deadline)) {
                throw newBusyError(commonDir, "another reconciler process");
            }
            LockRetryPause.briefly();
        }
    }

    private static @Nullable FileLock tryFileLock(FileChannel channel, Path commonDir) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        } catch (IOException | UnsupportedOperationException noLocks) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "the file system of " + commonDir + " has no file locks (" + noLocks.getMessage()
                            + "); put the repository on one that has",
                    noLocks);
        }
    }

    private static RepositoryBusyException newBusyError(Path commonDir, String who) {
        return new RepositoryBusyException(
                commonDir.resolve(FILE) + " is held by " + who + " for more than " + PATIENCE.toSeconds() + " s");
    }

    /**
     * Notes that lock files of git are about to be taken.
     *
     * @param locks relative to the common directory
     */
    public JournaledLockFiles recordLocks(List<String> locks) throws IOException {
        if (journal == null) {
            throw new IllegalStateException("a lock that was taken to look only: " + locks);
        }
        return journal.recordLocks(locks);
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        try {
            if (journal != null) {
                journal.end();
            }
        } finally {
            channel.close();
            permit.release();
        }
    }
}

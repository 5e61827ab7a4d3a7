package dev.reconciler.git.lock;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PrivateFiles;
import dev.reconciler.git.file.SharedPermissions;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lock that this program holds on a repository while it changes refs, the work tree or its own notes there.
 *
 * <p>Two activities of one process exclude each other, and so do two processes. Three things together make the lock:
 *
 * <ol>
 *   <li>A {@link FileLock} on {@link #FILE}, against other processes. The kernel releases it when the process dies, so a
 *       kill never leaves the repository locked.
 *   <li>A {@link Semaphore} for each repository, against other threads. A file lock belongs to the whole process: Java
 *       refuses a second one in the same process, and on POSIX systems a process loses its lock as soon as it closes any
 *       channel on the file. So only the thread that has the permit opens the file.
 *   <li>A second look at the file's key after the lock was taken. The folder of a first clone is removed together with
 *       its lock file while another process may be waiting for that file; a lock on a removed file excludes no process.
 * </ol>
 *
 * <p>The file stays in the repository, empty, for good. The application's git does not know this lock; against git the
 * lock files of git count, see {@link #take}. The lock must not be held across a network read. The one exception
 * is a first clone, which no other process can use yet.
 */
public final class RepositoryLock implements AutoCloseable {
    /** The name of the lock's file in the git directory. */
    public static final String FILE = "reconciler.lock";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** One permit for each repository, by its canonical common directory, for the life of the process. */
    private static final Map<Path, Semaphore> PERMITS = new ConcurrentHashMap<>();

    private final Semaphore permit;
    private final FileChannel channel;
    private final @Nullable LockFileTaker locks;
    private final DiskSync syncs = new DiskSync();

    private RepositoryLock(Semaphore permit, FileChannel channel, @Nullable LockFileTaker locks) {
        this.permit = permit;
        this.channel = channel;
        this.locks = locks;
    }

    /**
     * Takes the lock, and removes what a killed holder left behind: private files of a work tree, and lock files of git.
     *
     * @param commonDir the directory that all work trees of the repository share
     * @param permissions of the lock's own files, so that other users may take the lock
     * @throws RepositoryBusyException if another process or another activity holds the lock for more than two seconds
     * @throws RefusedException of type Unsupported if the file system has no locks
     */
    public static RepositoryLock acquire(Path commonDir, SharedPermissions permissions) throws IOException {
        return acquireLock(commonDir, permissions, true);
    }

    /**
     * Takes the lock, and removes no lock file of git. The holder must not take lock files of git. The errors are those
     * of {@link #acquire}.
     */
    public static RepositoryLock acquireWithoutCleanup(Path commonDir, SharedPermissions permissions)
            throws IOException {
        return acquireLock(commonDir, permissions, false);
    }

    private static RepositoryLock acquireLock(Path commonDir, SharedPermissions permissions, boolean takesGitLocks)
            throws IOException {
        // Two paths to one repository, a link and its target, must lead to one permit.
        Path canonical = commonDir.toRealPath();
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        Semaphore permit = PERMITS.computeIfAbsent(canonical, path -> new Semaphore(1));
        // First the permit, then the file: no other thread of this process may have the file open meanwhile. Whatever
        // fails gives both back, an error too: this process goes on after it.
        takePermit(permit, canonical);
        try {
            FileChannel channel = openLockedFile(canonical, deadlineNanos);
            return new RepositoryLock(permit, channel, beginTaking(channel, canonical, permissions, takesGitLocks));
        } catch (IOException | RuntimeException | Error failed) {
            permit.release();
            throw failed;
        }
    }

    /** @return null where no lock files of git are taken */
    private static @Nullable LockFileTaker beginTaking(
            FileChannel channel, Path commonDir, SharedPermissions permissions, boolean takesGitLocks)
            throws IOException {
        try {
            permissions.adjustIfOurs(commonDir.resolve(FILE));
            if (!takesGitLocks) {
                return null;
            }
            // First what a killed holder left under private names in the work tree, then the index's lock, which has
            // kept the application's git add away from it.
            PrivateFiles.sweep(commonDir);
            return LockFileTaker.begin(commonDir, permissions);
        } catch (IOException | RuntimeException | Error failed) {
            channel.close();
            throw failed;
        }
    }

    private static void takePermit(Semaphore permit, Path commonDir) {
        try {
            if (!permit.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw newBusyError(commonDir, "another activity of this process");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw newBusyError(commonDir, "another activity of this process");
        }
    }

    /** Opens the file that has the name {@link #FILE} at the moment when this process gets the lock on it. */
    private static FileChannel openLockedFile(Path commonDir, long deadlineNanos) throws IOException {
        Path file = commonDir.resolve(FILE);
        while (true) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                // Process A makes a first clone in a folder F and holds F's lock. Process B opens the same file and
                // waits. A moves the clone into its place and removes F with the file. B now gets a lock on a file that
                // has no name any more, while a process C would make a new file of that name and lock that one. So B
                // compares the key (on Unix: device and inode) of the file of that name before and after the wait, and
                // begins again where they differ.
                Object opened = readFileKey(file);
                awaitFileLock(channel, commonDir, deadlineNanos);
                if (opened != null && opened.equals(readFileKey(file))) {
                    return channel;
                }
                channel.close();
            } catch (IOException | RuntimeException | Error failed) {
                channel.close();
                throw failed;
            }
        }
    }

    /** @return null where no file has that name, or the file system has no keys */
    private static @Nullable Object readFileKey(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException removed) {
            return null;
        }
    }

    // FileChannel.lock() has no time limit, so this process tries again and again until the deadline.
    private static void awaitFileLock(FileChannel channel, Path commonDir, long deadlineNanos) throws IOException {
        while (tryFileLock(channel, commonDir) == null) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw newBusyError(commonDir, "another reconciler process");
            }
            LockRetryPause.pauseBriefly();
        }
    }

    /** @return null where another process holds the lock */
    private static @Nullable FileLock tryFileLock(FileChannel channel, Path commonDir) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException held) {
            // This process holds a lock on the file already, by a path for which there is another permit.
            return null;
        } catch (IOException | UnsupportedOperationException noLocks) {
            Optional<GitException> ofTheDisk = DiskErrors.sortByActor(noLocks);
            if (ofTheDisk.isPresent()) {
                throw ofTheDisk.get();
            }
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "the file system of " + commonDir + " has no file locks (" + noLocks.getMessage()
                            + "); put the repository on one that has",
                    noLocks);
        }
    }

    // No other program takes this lock, and none keeps it that has ended: whoever holds it is a run, and at work.
    private static RepositoryBusyException newBusyError(Path commonDir, String holder) {
        return RepositoryBusyException.heldByRun(
                "another run is at work in this repository: " + commonDir.resolve(FILE) + " is held by " + holder);
    }

    /**
     * Takes a lock file of git.
     *
     * @throws java.nio.file.FileAlreadyExistsException if another process holds it
     * @throws IllegalStateException if the lock was taken by {@link #acquireWithoutCleanup}
     */
    public GitLockFile take(Path lockFile) throws IOException {
        return taker().take(lockFile);
    }

    /**
     * Takes the lock file of an index; takes it over where a killed holder left it.
     *
     * @throws java.nio.file.FileAlreadyExistsException if another process holds it
     */
    public GitLockFile takeOrAdopt(Path lockFile) throws IOException {
        return taker().takeOrAdopt(lockFile);
    }

    /** Whether a lock file of an index is one that a killed holder left, and {@link #takeOrAdopt} would take it over. */
    public boolean isLeft(Path lockFile) throws IOException {
        return locks != null && locks.isLeft(lockFile);
    }

    /** Whether there are lock files of an index that killed holders left, and nobody has taken over. */
    public boolean hasUnadopted() {
        return taker().hasUnadopted();
    }

    /** Removes the lock files of an index that killed holders left, once their moves are done or taken back. */
    public void removeUnadopted() throws IOException {
        taker().removeUnadopted();
    }

    private LockFileTaker taker() {
        if (locks == null) {
            throw new IllegalStateException("a lock that was taken to look only");
        }
        return locks;
    }

    /** What is added to it is on the disk when this lock is given back, if it was not flushed before. */
    public DiskSync syncs() {
        return syncs;
    }

    /**
     * Brings to the disk what was written under the lock, and gives the lock back.
     *
     * @throws IOException if the disk refuses; the lock is given back
     */
    @Override
    public void close() throws IOException {
        try {
            syncs.flush();
        } finally {
            giveBack();
        }
    }

    private void giveBack() throws IOException {
        try {
            // What proves our lock files ends while the lock is held: the next holder would take it for that of a
            // killed process.
            if (locks != null) {
                locks.end();
            }
        } finally {
            // Closing the channel releases the file lock; only then may another thread open the file.
            try {
                channel.close();
            } finally {
                permit.release();
            }
        }
    }
}

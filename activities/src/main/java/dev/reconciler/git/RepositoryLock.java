package dev.reconciler.git;

import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * <p>The kernel releases it when the process dies. The file {@code reconciler.lock} stays, empty, for good: to unlink it
 * would let two processes lock two files of the same name. Never to be held across a network read.
 */
public final class RepositoryLock implements AutoCloseable {
    /** The name of the lock's file in the git directory. */
    public static final String FILE = "reconciler.lock";

    /** Where it is noted, while the lock is held, which lock files of git may be taken. */
    public static final String NOTE = LockNotes.PATH;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    // A file lock belongs to the whole process, and closing any channel on the file frees it: so one holder in the JVM.
    private static final Map<Path, Semaphore> HOLDERS = new ConcurrentHashMap<>();

    private final Semaphore holder;
    private final FileChannel channel;
    private final LockNotes notes;

    private RepositoryLock(Semaphore holder, FileChannel channel, LockNotes notes) {
        this.holder = holder;
        this.channel = channel;
        this.notes = notes;
    }

    /**
     * Takes the lock, and removes lock files of git that a killed holder left behind.
     *
     * @param commonDir the directory that all work trees of the repository share
     * @param gitLocks the lock files of git that may be taken while this is held, or folders of them, relative to
     *     {@code commonDir}
     * @throws RepositoryBusyException if somebody else keeps it
     * @throws RefusedException of type Unsupported if the file system has no locks
     */
    public static RepositoryLock acquire(Path commonDir, List<String> gitLocks) throws IOException {
        Path canonical = commonDir.toRealPath();
        Instant deadline = Instant.now().plus(PATIENCE);
        Semaphore holder = HOLDERS.computeIfAbsent(canonical, path -> new Semaphore(1));
        take(holder, canonical);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(canonical.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock(channel, canonical, deadline);
            LockNotes notes = LockNotes.begin(canonical, gitLocks);
            return new RepositoryLock(holder, channel, notes);
        } catch (IOException | RuntimeException failed) {
            if (channel != null) {
                channel.close();
            }
            holder.release();
            throw failed;
        }
    }

    private static void take(Semaphore holder, Path commonDir) {
        try {
            if (!holder.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy(commonDir, "another activity of this process");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw busy(commonDir, "another activity of this process");
        }
    }

    private static void lock(FileChannel channel, Path commonDir, Instant deadline) throws IOException {
        while (tryLock(channel, commonDir) == null) {
            if (Instant.now().isAfter(deadline)) {
                throw busy(commonDir, "another reconciler process");
            }
            Pause.briefly();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, Path commonDir) throws IOException {
        try {
            return channel.tryLock();
        } catch (IOException | UnsupportedOperationException noLocks) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "the file system of " + commonDir + " has no file locks (" + noLocks.getMessage()
                            + "); put the repository on one that has",
                    noLocks);
        }
    }

    private static RepositoryBusyException busy(Path commonDir, String who) {
        return new RepositoryBusyException(
                commonDir.resolve(FILE) + " is held by " + who + " for more than " + PATIENCE.toSeconds() + " s");
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        try {
            notes.end();
        } finally {
            channel.close();
            holder.release();
        }
    }
}

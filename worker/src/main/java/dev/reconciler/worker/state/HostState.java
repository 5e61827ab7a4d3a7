package dev.reconciler.worker.state;

import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.thread.Sleeper;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.event.EventLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state directory of this host, which one worker uses at a time. */
public final class HostState implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostState.class);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    private final Path directory;
    private final FileChannel lock;
    private final Sleeper sleeper;
    private boolean closed;

    private HostState(Path directory, FileChannel lock, Sleeper sleeper) {
        this.directory = directory;
        this.lock = lock;
        this.sleeper = sleeper;
    }

    /**
     * Makes the directory where there is none, for this user alone, and takes it.
     *
     * @throws ConfigurationException if this user can't use it, or another worker uses it
     * @throws DiskErrorException if it is on a disk that is full or read-only, or fails
     */
    public static HostState open(Path directory) {
        return open(directory, Sleeper.OF_THE_THREAD);
    }

    /** @param sleeper waits until a disk that has refused is tried again */
    static HostState open(Path directory, Sleeper sleeper) {
        try {
            createDirectory(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (take(channel)) {
                return new HostState(directory, channel, sleeper);
            }
            channel.close();
        } catch (IOException refused) {
            throw newError(directory, refused);
        }
        // It may have ended by the next start.
        throw ConfigurationException.passing(
                newProblem(directory + " is the state of another worker that runs (expected: one for each)"));
    }

    private static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            PosixFileAttributeView posix = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
            if (posix != null) {
                posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    private static boolean take(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    /** What a disk refuses may be over at the next start; what it forbids is so until somebody changes something. */
    static RuntimeException newError(Path directory, IOException refused) {
        return DiskErrors.sortByActor(refused)
                .filter(sorted -> sorted instanceof DiskErrorException && !DiskErrors.isForbidden(refused))
                .map(RuntimeException.class::cast)
                .orElseGet(() -> newError(directory + " can't be used (" + refused
                        + "; expected: a directory that this user may write)"));
    }

    private static ConfigurationException newError(String message) {
        return new ConfigurationException(List.of(newProblem(message)));
    }

    private static ConfigurationProblem newProblem(String message) {
        return new ConfigurationProblem("configuration", 0, 0, "state", message);
    }

    /** Opens the log of events. */
    public EventLog openEvents() {
        try {
            return EventLog.open(directory, Clock.systemUTC());
        } catch (IOException refused) {
            throw newError(directory, refused);
        }
    }

    /** Opens the book of cases. */
    public ConflictBook openCases() {
        try {
            return ConflictBook.open(directory);
        } catch (IOException refused) {
            throw newError(directory, refused);
        }
    }

    /**
     * Tells the commands of this host where the worker is, in a file that this user alone may read. A disk that is full
     * keeps the worker from being found until somebody has made room, and not from its work.
     */
    public void announce(WorkerAddress worker) {
        try {
            worker.write(directory);
        } catch (IOException refused) {
            if (DiskErrors.isForbidden(refused)) {
                throw newError(directory, refused);
            }
            LOG.warn(
                    "{} can't be written, and until it can, the commands of this host don't find the worker: {}",
                    directory,
                    refused.toString());
            announceLater(worker);
        }
    }

    private void announceLater(WorkerAddress worker) {
        Thread thread = new Thread(
                () -> {
                    boolean over = false;
                    while (!over && sleeper.sleep(BETWEEN_TRIES)) {
                        over = announceAgain(worker);
                    }
                },
                "worker-address");
        thread.setDaemon(true);
        thread.start();
    }

    /** @return whether no other try is needed */
    private synchronized boolean announceAgain(WorkerAddress worker) {
        if (closed) {
            return true;
        }
        try {
            worker.write(directory);
            LOG.info("{} can be written again, and the commands of this host find the worker", directory);
            return true;
        } catch (IOException refused) {
            LOG.debug("{} still can't be written", directory, refused);
            return false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try (lock) {
            WorkerAddress.remove(directory);
        } catch (IOException refused) {
            // The system gives the lock back with the process, and nobody answers where the file says.
            LOG.debug("{} can't be left as it was found", directory, refused);
        }
    }
}

package dev.reconciler.git.file;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.thread.ParallelTasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files and folders that are to be on the disk at the next {@link #flush}, so that a power cut after it takes none of
 * them.
 *
 * <p>A file's bytes and the name that leads to it reach the disk by themselves, in any order: a name is on the disk once
 * its folder is synced. Few paths are synced at the same time, each by a thread of its own, so that the file system writes
 * them together and all of them wait for that once. For many, the kernel is asked once to write all that it holds of their
 * file system ({@link FileSystemSync}). Any thread may add; one at a time flushes.
 */
public final class DiskSync {
    /**
     * More syncs than these take longer than one of the whole file system. A small commit of an application that git has not
     * synced, and the pack that it is replayed in, are about as many.
     */
    private static final int FEW = 24;

    private final Set<Path> pending = Collections.synchronizedSet(new LinkedHashSet<>());

    /** Adds a file, for its bytes, or a folder, for the names in it. Nothing is synced yet. */
    public void add(Path path) {
        pending.add(path);
    }

    /** Adds the folder in which a file was made, renamed or removed. */
    public void addName(Path file) {
        pending.add(file.resolveSibling(".").normalize());
    }

    /** Whether a path was added and not flushed since. */
    public boolean isPending(Path path) {
        return pending.contains(path);
    }

    /**
     * Adds the files that were written at a time or later in a folder, and the folder where one of them is new. What another
     * user keeps to himself is left out.
     */
    public void addYoung(Path folder, Instant since) throws IOException {
        // The time of a folder is that of the last name that came or went.
        if (!isYounger(folder, since)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            add(folder);
            for (Path file : (Iterable<Path>) files::iterator) {
                if (isSyncable(file) && isYounger(file, since)) {
                    add(file);
                }
            }
        } catch (NoSuchFileException | UncheckedIOException gone) {
            // Removed by git meanwhile, which has packed what was in it.
        } catch (AccessDeniedException ofAnotherUser) {
            // Nobody who may not read it relies on what is in it.
        }
    }

    /**
     * Returns once all that was added is on the disk.
     *
     * @throws IOException if the disk refuses; what was added stays so
     */
    public void flush() throws IOException {
        if (!isGathered()) {
            List<Path> paths = List.copyOf(pending);
            for (int from = 0; from < paths.size(); from += FEW) {
                List<Path> few = paths.subList(from, Math.min(from + FEW, paths.size()));
                ParallelTasks.runAll(few.stream()
                        .map(path -> (ParallelTasks.Task) () -> forceIfThere(path))
                        .toList());
            }
        }
        pending.clear();
    }

    private boolean isGathered() throws IOException {
        if (pending.size() <= FEW) {
            return false;
        }
        for (Path each : findFileSystems().values()) {
            if (!FileSystemSync.run(each)) {
                return false;
            }
        }
        return true;
    }

    // The git directory may be on another file system than the work tree.
    private Map<Object, Path> findFileSystems() throws IOException {
        Map<Object, Path> found = new LinkedHashMap<>();
        for (Path path : pending) {
            try {
                found.putIfAbsent(Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS), path);
            } catch (NoSuchFileException gone) {
                // Removed since it was added: there is nothing to lose.
            }
        }
        return found;
    }

    /** Like {@link #force}, for a folder and those that it is in, up to {@code top}: the names of new folders are there too. */
    public static void forceUpTo(Path top, Path folder) throws IOException {
        force(folder);
        if (!folder.equals(top)) {
            forceUpTo(top, folder.resolveSibling(".").normalize());
        }
    }

    /** Like {@link #force}, for a path that may be gone: there is nothing to lose then. */
    public static void forceIfThere(Path path) throws IOException {
        try {
            force(path);
        } catch (NoSuchFileException gone) {
            // Removed since it was added: there is nothing to lose.
        }
    }

    /** Returns once all files and folders of a tree are on the disk. Links are not followed. */
    public static void forceTree(Path root) throws IOException {
        if (FileSystemSync.run(root)) {
            return;
        }
        List<Path> written = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(DiskSync::isFileOrFolder).forEach(written::add);
        }
        for (Path path : written) {
            forceIfThere(path);
        }
    }

    /** Brings to the disk all that was written to the file system of a path, where the system has a way to do so. */
    public static void forceFileSystem(Path path) {
        FileSystemSync.run(path);
    }

    private static boolean isSyncable(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file);
    }

    private static boolean isYounger(Path path, Instant since) throws IOException {
        try {
            return !Files.getLastModifiedTime(path).toInstant().isBefore(since);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static boolean isFileOrFolder(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns once a file's bytes, or the names in a folder, are on the disk. An interrupt of the thread is kept for
     * later: what was written before must not be half synced.
     */
    public static void force(Path path) throws IOException {
        boolean isInterrupted = Thread.interrupted();
        try {
            while (!tryForce(path)) {
                isInterrupted = true;
                Thread.interrupted();
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @return false if the thread was interrupted, which closes the channel */
    private static boolean tryForce(Path path) throws IOException {
        try (FileChannel channel = open(path)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException interrupted) {
            return false;
        } catch (IOException refused) {
            forceFolderOtherwise(path, refused);
            return true;
        }
    }

    // Some file systems sync no folder by itself (CIFS, some of FUSE): there the whole of it is what can be asked for.
    // A disk that fails is no such file system.
    private static void forceFolderOtherwise(Path path, IOException refused) throws IOException {
        boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (!isFolder || DiskErrors.sortByActor(refused).isPresent()) {
            throw refused;
        }
        FileSystemSync.run(path);
    }

    private static FileChannel open(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (AccessDeniedException unreadable) {
            // A file that its owner may write and not read.
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw unreadable;
            }
            return FileChannel.open(path, StandardOpenOption.WRITE);
        }
    }
}

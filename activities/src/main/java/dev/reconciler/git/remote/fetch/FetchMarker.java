package dev.reconciler.git.remote.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.Repository;

/**
 * Says, in the git directory, that a fetch is at work: what a dead one left half-made is told by it.
 *
 * <p>It is held by a file lock, which the kernel gives back when the process dies: process numbers say nothing across
 * containers that share a disk.
 */
public final class FetchMarker implements AutoCloseable {
    private static final String PREFIX = "reconciler fetch ";
    private static final String DIRECTORY = "reconciler/fetching";
    private static final String UNLOCKED = ".new";

    // To close any channel on a file frees this process's lock on it: our own notes are not tried.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FetchMarker(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    public static FetchMarker begin(Repository repository) throws IOException {
        Path directory = directoryIn(repository.getCommonDirectory().toPath());
        Files.createDirectories(directory);
        Path file = directory.resolve(UUID.randomUUID().toString());
        Path unlocked = file.resolveSibling(file.getFileName() + UNLOCKED);
        OURS.add(file);
        FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        // Under its name it is locked from the first instant.
        Files.move(unlocked, file, StandardCopyOption.ATOMIC_MOVE);
        return new FetchMarker(file, channel);
    }

    static Path directoryIn(Path commonDir) {
        return commonDir.resolve(DIRECTORY);
    }

    /** What is written into the {@code .keep} file of the pack. */
    public String message() {
        return PREFIX + file.getFileName();
    }

    /** Whether a {@code .keep} file says that it is of a fetch of ours that is dead. */
    static boolean isOrphan(String keep, Path commonDir) throws IOException {
        return keep.startsWith(PREFIX)
                && isDead(directoryIn(commonDir)
                        .resolve(keep.substring(PREFIX.length()).strip()));
    }

    /** Whether nobody holds that note. */
    static boolean isDead(Path note) throws IOException {
        if (OURS.contains(note)) {
            return false;
        }
        try (FileChannel other = FileChannel.open(note, StandardOpenOption.WRITE)) {
            return other.tryLock() != null;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (AccessDeniedException somebodyElses) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
        OURS.remove(file);
    }
}

package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.file.SharedPermissions;
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
 * A file in the git directory that says that a fetch is at work. {@link FetchLeftovers} tells by it which half-received
 * files belong to a fetch whose process is dead.
 *
 * <p>The file is {@code reconciler/fetching/<random name>}, and the process holds a file lock on it. The kernel gives the
 * lock back when the process ends, however it ends. A process number in the file would say nothing: two containers that
 * share a disk have process numbers of their own, and a number is given again.
 *
 * <p>A fetch leaves its packs with a {@code .keep} file, so that no garbage collection removes them before a ref holds
 * their commits. The {@link #message} in the {@code .keep} file names the marker, and so its fetch.
 */
public final class FetchMarker implements AutoCloseable {
    private static final String PREFIX = "reconciler fetch ";
    private static final String DIRECTORY = "reconciler/fetching";
    private static final String UNLOCKED = ".new";

    // On POSIX, a process that closes any channel on a file loses all its locks on that file. So isDead must not even
    // open a marker of this process: the close of that channel would end the lock of the fetch at work.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FetchMarker(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Writes a marker and locks it. To be called before the first object is received. */
    public static FetchMarker begin(Repository repository) throws IOException {
        Path directory = directoryIn(repository.getCommonDirectory().toPath());
        SharedPermissions permissions = SharedPermissions.of(repository.getConfig());
        permissions.createFolders(directory);
        Path file = directory.resolve(UUID.randomUUID().toString());
        Path unlocked = file.resolveSibling(file.getFileName() + UNLOCKED);
        // Before the file has its name, so that no other thread of this process opens it.
        OURS.add(file);
        FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        permissions.adjust(unlocked);
        // The lock is the file's, not the name's: under its final name the marker is locked from the first instant, and
        // another process never takes it for dead. A kill before this line leaves `<name>.new`, and nothing fetched.
        Files.move(unlocked, file, StandardCopyOption.ATOMIC_MOVE);
        return new FetchMarker(file, channel);
    }

    /** Gives what was received the permissions that git would give it. The library writes it as the umask says. */
    public void adjustReceived(Repository repository) throws IOException {
        SharedPermissions permissions = SharedPermissions.of(repository.getConfig());
        Path common = repository.getCommonDirectory().toPath();
        permissions.adjustYounger(common.resolve("objects/pack"), Files.getLastModifiedTime(file));
        permissions.adjustIfOurs(common.resolve("shallow"));
    }

    static Path directoryIn(Path commonDir) {
        return commonDir.resolve(DIRECTORY);
    }

    /** The text for the {@code .keep} file of each pack that the fetch receives. */
    public String message() {
        return PREFIX + file.getFileName();
    }

    /**
     * Whether the text of a {@code .keep} file names a marker of a dead fetch. Text that does not begin like {@link
     * #message} is of git or of a person, and is left alone.
     */
    static boolean isOrphan(String keep, Path commonDir) throws IOException {
        return keep.startsWith(PREFIX)
                && isDead(directoryIn(commonDir)
                        .resolve(keep.substring(PREFIX.length()).strip()));
    }

    /** Whether no process holds the marker. */
    static boolean isDead(Path marker) throws IOException {
        if (OURS.contains(marker)) {
            return false;
        }
        try (FileChannel other = FileChannel.open(marker, StandardOpenOption.WRITE)) {
            return other.tryLock() != null;
        } catch (NoSuchFileException gone) {
            // Closed, or swept: a `.keep` file that still names it was left by a fetch that ended in between.
            return true;
        } catch (AccessDeniedException ofAnotherUser) {
            // A marker that another user's process made can't be tried. It counts as held, so nothing is removed.
            return false;
        }
    }

    /** Removes the marker. To be called after the {@code .keep} files are gone. */
    @Override
    public void close() throws IOException {
        // The file goes while it is locked: no other process sees an unlocked marker of a fetch that ended well.
        Files.deleteIfExists(file);
        channel.close();
        OURS.remove(file);
    }
}

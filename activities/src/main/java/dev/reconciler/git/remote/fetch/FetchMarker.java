package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.PackKeepFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
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
    private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}");
    private static final Pattern NAME_START = Pattern.compile("[0-9a-f-]{0,35}");
    private static final String DIRECTORY = "reconciler/fetching";
    private static final String UNLOCKED = ".new";

    // On POSIX, a process that closes any channel on a file loses all its locks on that file. So isDead must not even
    // open a marker of this process: the close of that channel would end the lock of the fetch at work.
    // By their keys (on Unix: device and inode), since several paths may lead to one file.
    private static final Set<Object> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Object key;
    private final FileChannel channel;

    private FetchMarker(Path file, Object key, FileChannel channel) {
        this.file = file;
        this.key = key;
        this.channel = channel;
    }

    /**
     * Writes a marker and locks it. To be called before the first object is received, by a thread that does not hold the
     * repository's lock.
     */
    public static FetchMarker begin(Repository repository) throws IOException {
        Path common = repository.getCommonDirectory().toPath();
        Path directory = directoryIn(common);
        Path top = Files.isDirectory(directory) ? directory : common;
        SharedPermissions permissions = SharedPermissions.of(repository.getConfig());
        permissions.createFolders(directory);
        // Under the repository's lock no sweep comes between the two names.
        try (RepositoryLock lock = RepositoryLock.acquireWithoutCleanup(common, permissions)) {
            return make(directory, top, permissions);
        }
    }

    private static FetchMarker make(Path directory, Path top, SharedPermissions permissions) throws IOException {
        Path file = directory.resolve(UUID.randomUUID().toString());
        Path unlocked = file.resolveSibling(file.getFileName() + UNLOCKED);
        FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FetchMarker marker = new FetchMarker(file, readKey(unlocked), channel);
        // Before the file has its name, so that no other thread of this process opens it.
        OURS.add(marker.key);
        try {
            marker.channel.lock();
            permissions.adjust(unlocked);
            // The lock is the file's, not the name's: under its final name the marker is locked from the first instant,
            // and another process never takes it for dead. A kill before this line leaves `<name>.new`, and nothing
            // fetched.
            Files.move(unlocked, file, StandardCopyOption.ATOMIC_MOVE);
            // After a power cut no half-received file is there that no marker leads to.
            DiskSync.forceUpTo(top, directory);
            return marker;
        } catch (IOException | RuntimeException | Error refused) {
            marker.abandon();
            throw refused;
        }
    }

    /** Gives what was received the permissions that git would give it. The library writes it as the umask says. */
    public void adjustReceived(Repository repository) throws IOException {
        SharedPermissions permissions = SharedPermissions.of(repository.getConfig());
        Path common = repository.getCommonDirectory().toPath();
        permissions.adjustYounger(common.resolve("objects/pack"), began());
    }

    private static Object readKey(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }

    /** When the fetch began, by the clock of the file system. */
    FileTime began() throws IOException {
        return Files.getLastModifiedTime(file);
    }

    /**
     * Brings to the disk the names of what was received, before a ref leads to it, and the texts of its {@code .keep}
     * files, before the marker goes that they name. The library has synced packs and indexes.
     */
    public void syncReceived(Repository repository) throws IOException {
        Path packs = repository.getCommonDirectory().toPath().resolve("objects/pack");
        for (Path each : FetchLeftovers.listFiles(packs)) {
            if (each.toString().endsWith(".keep")
                    && PackKeepFiles.readText(each).strip().equals(message())) {
                DiskSync.forceIfThere(each);
            }
        }
        DiskSync.forceIfThere(packs);
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
        String name = keep.startsWith(PREFIX) ? keep.substring(PREFIX.length()).strip() : "";
        return NAME.matcher(name).matches() && isDead(directoryIn(commonDir).resolve(name));
    }

    /** Whether a power cut may have left that of the text of a {@code .keep} file: its beginning, nothing, or zeros. */
    static boolean isCutText(String keep) {
        return PREFIX.startsWith(keep)
                || keep.chars().allMatch(character -> character == 0)
                || (keep.startsWith(PREFIX)
                        && NAME_START.matcher(keep.substring(PREFIX.length())).matches());
    }

    /** Whether no process holds the marker. */
    static boolean isDead(Path marker) throws IOException {
        try {
            if (OURS.contains(readKey(marker))) {
                return false;
            }
        } catch (NoSuchFileException gone) {
            return true;
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
        try {
            // The file goes while it is locked: no other process sees an unlocked marker of a fetch that ended well.
            Files.deleteIfExists(file);
        } finally {
            abandon();
        }
    }

    /** Leaves the marker as that of a killed process, so that the next sweep removes what was half received. */
    void abandon() throws IOException {
        try {
            channel.close();
        } finally {
            OURS.remove(key);
        }
    }
}

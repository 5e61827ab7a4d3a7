package dev.reconciler.git.file;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that is held open. Each name is looked up in this very folder, and no symbolic link is followed: whoever puts
 * a link in the folder's place meanwhile leads no write to another folder.
 *
 * <p>These are the calls {@code openat}, {@code renameat} and {@code unlinkat} of POSIX. Java has no {@code mkdirat} and
 * no {@code symlinkat}. A new folder or link is therefore made by its path, under a name that nobody can guess, and
 * looked for in the folder that is held; where it is not there, it is removed again and the call fails.
 */
public final class SecureFolder implements AutoCloseable {
    // The modes of git's create_file. The kernel takes away what the umask says, or applies the folder's default ACL.
    private static final FileAttribute<Set<PosixFilePermission>> PLAIN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));
    private static final FileAttribute<Set<PosixFilePermission>> EXECUTABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"));
    private static final Set<StandardOpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path path;
    private final SecureDirectoryStream<Path> folder;

    private SecureFolder(Path path, SecureDirectoryStream<Path> folder) {
        this.path = path;
        this.folder = folder;
    }

    /**
     * Opens a folder by its path. Links in the path are followed: a person has configured where a work tree is.
     *
     * @throws RefusedException of type Unsupported if the system can't hold a folder
     */
    @SuppressWarnings("StreamResourceLeak") // Closed by close().
    public static SecureFolder open(Path path) throws IOException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(path);
        if (opened instanceof SecureDirectoryStream<Path> held) {
            return new SecureFolder(path, held);
        }
        opened.close();
        throw new RefusedException(
                ErrorType.UNSUPPORTED,
                path + " is on a system where a file can't be written without following links; use a bare clone");
    }

    /** Opens a folder in this one; empty where the name is free, or is that of a file or a link. */
    public Optional<SecureFolder> openChild(String name) throws IOException {
        // Looked at first: to open a named pipe would wait for its writer for ever.
        if (!isFolder(name)) {
            return Optional.empty();
        }
        Path child = path.resolve(name);
        return Optional.of(
                new SecureFolder(child, folder.newDirectoryStream(relative(name), LinkOption.NOFOLLOW_LINKS)));
    }

    /** Whether the name is that of a folder, and not of a link to one. */
    public boolean isFolder(String name) throws IOException {
        return readAttributes(name).map(BasicFileAttributes::isDirectory).orElse(false);
    }

    /** Whether the name is free. */
    public boolean isFree(String name) throws IOException {
        return readAttributes(name).isEmpty();
    }

    private Optional<BasicFileAttributes> readAttributes(String name) throws IOException {
        try {
            return Optional.of(
                    folder.getFileAttributeView(relative(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException free) {
            return Optional.empty();
        }
    }

    private Path relative(String name) {
        return path.getFileSystem().getPath(name);
    }

    /**
     * Makes a file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    public OutputStream createFile(String name, boolean executable) throws IOException {
        return Channels.newOutputStream(
                folder.newByteChannel(relative(name), NEW_FILE, executable ? EXECUTABLE : PLAIN));
    }

    /** Makes a symbolic link under a name that nobody can guess. */
    public void createLink(String name, LinkTarget target) throws IOException {
        Files.createSymbolicLink(path.resolve(name), target.path());
        requireMadeHere(name);
    }

    /** Makes a folder under a name that nobody can guess. */
    public void createFolder(String name) throws IOException {
        Files.createDirectory(path.resolve(name));
        requireMadeHere(name);
    }

    private void requireMadeHere(String name) throws IOException {
        if (isFree(name)) {
            Files.deleteIfExists(path.resolve(name));
            throw new FileSystemException(
                    path.toString(), null, "was moved or replaced while files were written in it");
        }
    }

    /** Gives a file, link or folder of this folder another name, there or here, in the place of a file of that name. */
    public void rename(String name, SecureFolder target, String newName) throws IOException {
        folder.move(relative(name), target.folder, relative(newName));
    }

    /** Deletes a file or link; does nothing where the name is free. */
    public void deleteFile(String name) throws IOException {
        try {
            folder.deleteFile(relative(name));
        } catch (NoSuchFileException gone) {
            // Another process was faster.
        }
    }

    /** @throws DirectoryNotEmptyException if something is in the folder */
    public void deleteFolder(String name) throws IOException {
        folder.deleteDirectory(relative(name));
    }

    /**
     * Deletes a folder with the folders in it, the innermost first.
     *
     * @throws DirectoryNotEmptyException if a file or link is in one of them; that one stays
     */
    public void deleteEmptyFolders(String name) throws IOException {
        Optional<SecureFolder> opened = openChild(name);
        if (opened.isEmpty()) {
            throw new DirectoryNotEmptyException(path.resolve(name).toString());
        }
        try (SecureFolder child = opened.get()) {
            for (String inner : child.list()) {
                child.deleteEmptyFolders(inner);
            }
        }
        deleteFolder(name);
    }

    /** Deletes a file, a link, or a folder with all that is in it; does nothing where the name is free. */
    public void deleteAll(String name) throws IOException {
        Optional<SecureFolder> opened = openChild(name);
        if (opened.isEmpty()) {
            deleteFile(name);
            return;
        }
        try (SecureFolder child = opened.get()) {
            for (String inner : child.list()) {
                child.deleteAll(inner);
            }
        }
        deleteFolder(name);
    }

    /** Lists the names in this folder. To be called once: the system gives each open folder one position in its list. */
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path entry : folder) {
            names.add(entry.getFileName().toString());
        }
        return names;
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}

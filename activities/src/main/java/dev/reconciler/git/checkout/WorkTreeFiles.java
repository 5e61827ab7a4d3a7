package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.index.FileStat;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;

/**
 * The files of a work tree, one path at a time: a file is the old one or the new one, never half.
 *
 * <p>A file is written beside the work tree, in the git directory, and renamed into its place. The git directory is on
 * the same file system, or the rename fails and nothing has changed.
 */
final class WorkTreeFiles {
    private static final Set<PosixFilePermission> EXECUTABLE = Set.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    private final Repository git;
    private final Path root;
    private final Path scratch;
    private final boolean trustsModes;

    WorkTreeFiles(Repository git, Path root, Path gitDir) {
        this.git = git;
        this.root = root;
        this.scratch = gitDir.resolve("reconciler/checkout");
        this.trustsModes = git.getConfig().getBoolean("core", null, "filemode", true);
    }

    static WorkTreeFiles of(DataRepository repository, Path root) {
        return new WorkTreeFiles(repository.git(), root, repository.directory().gitDir());
    }

    Path file(String path) {
        return root.resolve(path);
    }

    /**
     * Reads what is on the disk; {@link PathContent#FOREIGN} for what no tree can hold there.
     *
     * @param like what the path is expected to hold: gives the mode where {@code core.fileMode} says that the disk's is
     *     not to be trusted
     */
    PathContent read(String path, PathContent like) throws IOException {
        Path file = file(path);
        // With a symbolic link a, a/b is a path of another folder: as git's has_symlink_leading_path, nothing is there.
        if (findBlockingParent(path).isPresent()) {
            return PathContent.NOTHING;
        }
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException absent) {
            return PathContent.NOTHING;
        }
        if (attributes.isSymbolicLink()) {
            // The blob of a symbolic link is the name that it leads to.
            byte[] target = Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8);
            return hashContent(FileMode.SYMLINK, target);
        }
        if (attributes.isDirectory() && holdsFoldersOnly(file)) {
            return PathContent.NOTHING;
        }
        if (!attributes.isRegularFile()) {
            return PathContent.FOREIGN;
        }
        FileMode mode = trustsModes || like.isNothing() ? readMode(file) : like.mode();
        return hashContent(mode, Files.readAllBytes(file));
    }

    /** What the disk says of a file that was written; nothing where a person has removed it since. */
    FileStat readStat(String path) throws IOException {
        try {
            return FileStat.read(file(path));
        } catch (NoSuchFileException gone) {
            return FileStat.UNKNOWN;
        }
    }

    /** Whether the disk says the same of a file as at an earlier time. */
    boolean hasStat(String path, FileStat stat) throws IOException {
        return findBlockingParent(path).isEmpty() && readStat(path).equals(stat);
    }

    /** Whether a folder has nothing but folders in it. Git tracks files only, so for git such a folder is not there. */
    private static boolean holdsFoldersOnly(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.allMatch(WorkTreeFiles::isFolder);
        }
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    // By the owner's bit, as git's ce_mode_from_stat: what this process may execute depends on the user that runs it.
    private static FileMode readMode(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE)
                ? FileMode.EXECUTABLE_FILE
                : FileMode.REGULAR_FILE;
    }

    private static PathContent hashContent(FileMode mode, byte[] bytes) {
        try (ObjectInserter.Formatter ids = new ObjectInserter.Formatter()) {
            return new PathContent(mode, ids.idFor(Constants.OBJ_BLOB, bytes));
        }
    }

    /** Finds the first name above a path that is a file or a symbolic link: a move never writes through it. */
    Optional<Path> findBlockingParent(String path) {
        Path folder = root;
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            folder = folder.resolve(names[i]);
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !isFolder(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /**
     * Makes a path hold a content, in one rename.
     *
     * @throws RefusedException of type WorkTreeDirty if a folder with a file in it stands in the file's place
     */
    void write(String path, PathContent content) throws IOException {
        Path file = file(path);
        Files.createDirectories(parentFolder(file));
        Files.createDirectories(parentFolder(scratch));
        sweep();
        try {
            // Killed while the scratch file is written, the run leaves it in the git directory, and the old file in its
            // place. The next recovery or write sweeps it.
            writeScratch(content);
            if (isFolder(file)) {
                removeEmptyFolders(path, file);
            }
            // A reader that has the old file open reads it to its end. A kill leaves the old file or the new one.
            Files.move(scratch, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            sweep();
        }
    }

    private void writeScratch(PathContent content) throws IOException {
        ObjectLoader blob = git.open(content.id(), Constants.OBJ_BLOB);
        if (content.mode() == FileMode.SYMLINK) {
            Files.createSymbolicLink(scratch, Path.of(new String(blob.getBytes(), StandardCharsets.UTF_8)));
            return;
        }
        try (var out = Files.newOutputStream(scratch)) {
            blob.copyTo(out);
        }
        if (content.mode() == FileMode.EXECUTABLE_FILE) {
            makeScratchExecutable();
        }
    }

    // A person may have saved a file there since the move looked. Only folders are deleted, the innermost first, and
    // the disk refuses to delete one that has something in it: the person's file stays, as with git.
    private static void removeEmptyFolders(String path, Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(WorkTreeFiles::isFolder)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(each);
            }
        } catch (DirectoryNotEmptyException used) {
            throw UncommittedPaths.newWorkTreeDirtyError(List.of(path));
        }
    }

    private void makeScratchExecutable() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(scratch);
        permissions.addAll(EXECUTABLE);
        Files.setPosixFilePermissions(scratch, permissions);
    }

    private static Path parentFolder(Path file) {
        return file.resolve("..").normalize();
    }

    /** Removes a file, and the folders above it that are empty then, as git's unlink_entry does it. */
    void remove(String path) throws IOException {
        Path file = file(path);
        Files.deleteIfExists(file);
        for (Path folder = parentFolder(file); !folder.equals(root); folder = parentFolder(folder)) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException used) {
                return;
            }
        }
    }

    /** Removes the scratch file that a killed run was about to move into place. */
    void sweep() throws IOException {
        Files.deleteIfExists(scratch);
    }
}

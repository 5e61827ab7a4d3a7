package dev.reconciler.git.state;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A small file of ours, about one branch or the whole repository, in the folder {@code reconciler} of a git directory.
 *
 * <p>The file is replaced as a whole: the new text is written beside it, and then gets its name. A kill leaves the old
 * text or the new one, and perhaps a file that ends with {@code .new}, which the next replacement overwrites.
 *
 * @param path where the file is, or would be
 * @param permissions of the file and its folder
 * @param syncs answers what takes the name that was written
 */
public record NoteFile(Path path, SharedPermissions permissions, Supplier<DiskSync> syncs) {
    /**
     * A note about the repository's branch.
     *
     * @param ending the end of the file's name, which says what the note is about
     */
    public static NoteFile of(DataRepository repository, String ending) {
        return ofRepository(
                repository, RefNames.escape(repository.settings().branch().value()) + ending);
    }

    /** A note about the whole repository, under that name. */
    public static NoteFile ofRepository(DataRepository repository, String name) {
        return new NoteFile(folderOf(repository).resolve(name), repository.permissions(), repository::syncs);
    }

    /** The same note of a repository that is not opened, to be read only. */
    public static NoteFile toRead(GitDirectory directory, String name) {
        return new NoteFile(folderOf(directory).resolve(name), SharedPermissions.OF_UMASK, DiskSync::new);
    }

    /** The folder in which all notes of the repository are. */
    public static Path folderOf(DataRepository repository) {
        return folderOf(repository.directory());
    }

    private static Path folderOf(GitDirectory directory) {
        return directory.commonDir().resolve("reconciler");
    }

    /** Whether there is a file. */
    public boolean exists() throws IOException {
        return PathPresence.isThere(path);
    }

    /**
     * The text; empty where there is no file. What is no text of ours is read too: it says nothing.
     *
     * @throws RefusedException of type RepositoryCorrupt if a folder has the name
     */
    public Optional<String> read() throws IOException {
        if (PathPresence.isFolder(path)) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    path + " is a folder, and a note of this program has that name; move it away");
        }
        return exists() ? Optional.of(new String(Files.readAllBytes(path), StandardCharsets.UTF_8)) : Optional.empty();
    }

    /**
     * Writes the new text beside the file; the file itself stays as it is until {@link #replaceBy}. The text is on the disk
     * with the next flush.
     */
    public Path writeBeside(String text) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        permissions.createFolders(path.resolveSibling("."));
        Files.writeString(fresh, text);
        permissions.adjustIfOurs(fresh);
        syncs.get().add(fresh);
        return fresh;
    }

    /** Gives the new text the name of the file in one step. */
    public void replaceBy(Path fresh) throws IOException {
        DiskSync names = syncs.get();
        // A name that reaches the disk before the text leads to an empty file after a power cut.
        if (names.isPending(fresh)) {
            names.flush();
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        names.addName(path);
    }
}

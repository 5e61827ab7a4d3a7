package dev.reconciler.git.state;

import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A small file of ours about one branch, in the folder {@code reconciler} of a git directory.
 *
 * <p>The file is replaced as a whole: the new text is written beside it, and then gets its name. A kill leaves the old
 * text or the new one, and perhaps a file that ends with {@code .new}, which the next replacement overwrites.
 *
 * @param path where the file is, or would be
 * @param permissions of the file and its folder
 */
record NoteFile(Path path, SharedPermissions permissions) {
    /** @param ending the end of the file's name, which says what the note is about */
    static NoteFile of(DataRepository repository, String ending) {
        String branch = RefNames.escape(repository.settings().branch().value());
        return new NoteFile(
                repository.directory().commonDir().resolve("reconciler").resolve(branch + ending),
                repository.permissions());
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Writes the new text beside the file; the file itself stays as it is until {@link #replaceBy}. */
    Path writeBeside(String text) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        permissions.createFolders(path.resolveSibling("."));
        Files.writeString(fresh, text);
        permissions.adjustIfOurs(fresh);
        return fresh;
    }

    /** Gives the new text the name of the file in one step. */
    void replaceBy(Path fresh) throws IOException {
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

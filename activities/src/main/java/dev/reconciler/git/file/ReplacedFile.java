package dev.reconciler.git.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Gives a file a new text in one step: whoever reads it finds the old one or the new one, also after a power cut. This user
 * alone may read it, whatever its folder allows.
 */
public final class ReplacedFile {
    private static final FileAttribute<Set<PosixFilePermission>> FOR_THIS_USER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private ReplacedFile() {}

    /**
     * Returns once the file has the text, on the disk too.
     *
     * @throws IOException if the disk refuses; the file has the old text or the new one
     */
    public static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        // With its permissions from the beginning: nobody else may read it at any time.
        Files.createFile(fresh, FOR_THIS_USER);
        try {
            Files.writeString(fresh, text);
            // Or a power cut would leave the name of the new file, none of its bytes, and the old one nowhere.
            DiskSync.force(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            // What was written of it would take the last room of a full disk.
            Files.deleteIfExists(fresh);
        }
        DiskSync.force(file.resolveSibling(".").normalize());
    }
}

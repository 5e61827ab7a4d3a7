package dev.reconciler.git.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives a file a new text in one step: whoever reads it finds the old one or the new one, also after a power cut. */
public final class ReplacedFile {
    private ReplacedFile() {}

    /**
     * Returns once the file has the text, on the disk too.
     *
     * @throws IOException if the disk refuses; the file has the old text or the new one
     */
    public static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        // Or a power cut would leave the name of the new file, none of its bytes, and the old one nowhere.
        DiskSync.force(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DiskSync.force(file.resolveSibling(".").normalize());
    }
}

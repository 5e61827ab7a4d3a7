package dev.reconciler.git.repository;

import dev.reconciler.git.file.PathPresence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The {@code .keep} files, which protect a pack from garbage collection. The text of each says which program made it. */
public final class PackKeepFiles {
    private PackKeepFiles() {}

    /** The text of the file; empty where another process has removed the file, or only another user may read it. */
    public static String readText(Path keep) throws IOException {
        try {
            return Files.readString(keep, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException | AccessDeniedException notOurs) {
            return "";
        }
    }

    /**
     * Removes a file that a killed process left. The pack goes too where it has no index: the process was killed before
     * the pack was whole, and git does not see it.
     */
    public static void removeAbandoned(Path keep) throws IOException {
        String name = keep.getFileName().toString().replace(".keep", "");
        // The pack goes first: after a kill between the two, the next removal still finds the file that leads to it.
        if (!PathPresence.isThere(keep.resolveSibling(name + ".idx"))) {
            Files.deleteIfExists(keep.resolveSibling(name + ".pack"));
        }
        Files.deleteIfExists(keep);
    }
}

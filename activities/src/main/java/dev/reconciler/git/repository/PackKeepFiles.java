package dev.reconciler.git.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The {@code .keep} files that hold a pack from garbage collection, each with words that say whose it is. */
public final class PackKeepFiles {
    private PackKeepFiles() {}

    /** What it says; nothing where it is gone by now or somebody else's to read. */
    public static String words(Path keep) throws IOException {
        try {
            return Files.readString(keep, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException | AccessDeniedException notOurs) {
            return "";
        }
    }

    /** Removes one that a dead process left, and its pack where that has no index: then it never was one. */
    public static void remove(Path keep) throws IOException {
        String name = keep.getFileName().toString().replace(".keep", "");
        if (!Files.exists(keep.resolveSibling(name + ".idx"))) {
            Files.deleteIfExists(keep.resolveSibling(name + ".pack"));
        }
        Files.deleteIfExists(keep);
    }
}

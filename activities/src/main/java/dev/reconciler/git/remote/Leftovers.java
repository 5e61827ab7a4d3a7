package dev.reconciler.git.remote;

import dev.reconciler.git.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What fetches of killed processes left half-made in a repository. */
public final class Leftovers {
    private Leftovers() {}

    /** Removes what is ours and whose process is gone. The caller holds the repository's lock. */
    public static void sweep(DataRepository repository) throws IOException {
        Path common = repository.directory().commonDir();
        for (Path note : list(FetchNote.directory(common))) {
            if (FetchNote.isDead(note.getFileName().toString())) {
                removeHalfPacks(common.resolve("objects"), Files.getLastModifiedTime(note));
                Files.deleteIfExists(note);
            }
        }
        for (Path keep : list(common.resolve("objects/pack"))) {
            if (keep.toString().endsWith(".keep") && FetchNote.isOrphan(Files.readString(keep))) {
                Files.deleteIfExists(keep);
            }
        }
    }

    // Native git names its half-made packs otherwise, so what is younger than a dead fetch is that fetch's.
    private static void removeHalfPacks(Path objects, FileTime since) throws IOException {
        for (Path file : list(objects)) {
            if (file.getFileName().toString().startsWith("incoming_")
                    && Files.getLastModifiedTime(file).compareTo(since) >= 0) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.collect(Collectors.toList());
        }
    }
}

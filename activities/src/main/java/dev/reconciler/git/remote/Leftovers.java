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
                FileTime since = Files.getLastModifiedTime(note);
                remove(common.resolve("objects"), "incoming_", "", since);
                remove(common.resolve("objects/pack"), "pack-", ".keep.lock", since);
                Files.deleteIfExists(note);
            }
        }
        for (Path keep : list(common.resolve("objects/pack"))) {
            if (keep.toString().endsWith(".keep") && FetchNote.isOrphan(Files.readString(keep))) {
                removeHalfPack(keep);
                Files.deleteIfExists(keep);
            }
        }
    }

    // The pack is moved into place after its .keep and before its index.
    private static void removeHalfPack(Path keep) throws IOException {
        String name = keep.getFileName().toString().replace(".keep", "");
        if (!Files.exists(keep.resolveSibling(name + ".idx"))) {
            Files.deleteIfExists(keep.resolveSibling(name + ".pack"));
        }
    }

    // Native git has other names for what is half-made, so what is younger than a dead fetch is that fetch's.
    private static void remove(Path directory, String start, String end, FileTime since) throws IOException {
        for (Path file : list(directory)) {
            String name = file.getFileName().toString();
            if (name.startsWith(start)
                    && name.endsWith(end)
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

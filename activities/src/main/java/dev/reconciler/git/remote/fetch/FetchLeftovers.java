package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.PackKeepFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What fetches of killed processes left half-made in a repository. */
public final class FetchLeftovers {
    private static final String NEW = ".new";
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private FetchLeftovers() {}

    /** Removes what is ours and whose process is gone. The caller holds the repository's lock. */
    public static void sweep(DataRepository repository) throws IOException {
        Path common = repository.directory().commonDir();
        for (Path note : listFiles(FetchMarker.directoryIn(common))) {
            if (note.toString().endsWith(NEW)) {
                removeAbandoned(note);
            } else if (FetchMarker.isDead(note)) {
                FileTime since = Files.getLastModifiedTime(note);
                removeYounger(common.resolve("objects"), "incoming_", "", since);
                removeYounger(common.resolve("objects/pack"), "pack-", ".keep.lock", since);
                Files.deleteIfExists(note);
            }
        }
        for (Path keep : listFiles(common.resolve("objects/pack"))) {
            if (keep.toString().endsWith(".keep") && FetchMarker.isOrphan(PackKeepFiles.words(keep), common)) {
                PackKeepFiles.remove(keep);
            }
        }
    }

    // Killed between the making of a note and its lock: nothing was fetched yet.
    private static void removeAbandoned(Path note) throws IOException {
        Instant made = Files.getLastModifiedTime(note).toInstant();
        if (made.isBefore(Instant.now().minus(ABANDONED))) {
            Files.deleteIfExists(note);
        }
    }

    // Native git has other names for what is half-made, so what is younger than a dead fetch is that fetch's.
    private static void removeYounger(Path directory, String start, String end, FileTime since) throws IOException {
        for (Path file : listFiles(directory)) {
            String name = file.getFileName().toString();
            if (name.startsWith(start) && name.endsWith(end) && isYounger(file, since)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isYounger(Path file, FileTime since) throws IOException {
        try {
            return Files.getLastModifiedTime(file).compareTo(since) >= 0;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static List<Path> listFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}

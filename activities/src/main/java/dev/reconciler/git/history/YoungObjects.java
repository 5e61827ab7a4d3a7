package dev.reconciler.git.history;

import dev.reconciler.git.file.DiskSync;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The loose objects of a repository that may not be on the disk yet: git syncs none of them by itself.
 *
 * <p>Those of the repositories that it borrows from ({@code objects/info/alternates}) are among them. Git writes no object
 * that one of these has already, and a commit of the application may need what was written there a moment before.
 */
public final class YoungObjects {
    /** A system writes to the disk by itself what is older than half a minute, or than a few if it is set so. */
    private static final Duration UNSYNCED = Duration.ofHours(1);

    /** The length of the names of folders that have loose objects. */
    private static final int FAN_OUT = 2;

    private YoungObjects() {}

    /**
     * Adds the young objects, and the names that lead to them. Which of them a commit needs is not looked for, since all that
     * are not on the disk yet are few.
     *
     * @param objects the folder {@code objects} of the repository
     */
    public static void addTo(DiskSync syncs, Path objects) throws IOException {
        Instant since = Instant.now().minus(UNSYNCED);
        Set<Path> sources = new LinkedHashSet<>();
        collectSources(objects, sources);
        for (Path source : sources) {
            for (Path folder : listFolders(source)) {
                syncs.addYoung(folder, since);
            }
            // The names of new folders.
            syncs.add(source);
        }
    }

    private static void collectSources(Path objects, Set<Path> found) throws IOException {
        // What can't be looked at is not read either, and what is missing then is said where it is read.
        if (!Files.isReadable(objects) || !found.add(objects.toRealPath())) {
            return;
        }
        for (Path alternate : listAlternates(objects)) {
            collectSources(alternate, found);
        }
    }

    private static List<Path> listAlternates(Path objects) {
        try (Stream<String> lines = Files.lines(objects.resolve("info/alternates"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(objects::resolve)
                    .toList();
        } catch (IOException | UncheckedIOException | InvalidPathException none) {
            return List.of();
        }
    }

    private static List<Path> listFolders(Path objects) throws IOException {
        try (Stream<Path> entries = Files.list(objects)) {
            return entries.filter(entry -> entry.getFileName().toString().length() == FAN_OUT)
                    .toList();
        }
    }
}

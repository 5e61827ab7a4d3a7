package dev.reconciler.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which lock files of git we may have left behind.
 *
 * <p>A process that is killed leaves git's own lock files ({@code main.lock}, {@code index.lock}…) in place, and git has
 * no rule for telling a stale one. So the holder of the {@link RepositoryLock} notes which it may take; a note that the
 * next holder finds is that of a dead one. A lock file that is on the note, is no older than the note and has not been
 * touched for a while is ours and goes; any other belongs to somebody else and stays.
 */
final class LockNotes {
    static final String PATH = "reconciler/locks";

    // A living git process holds a lock for milliseconds.
    private static final Duration UNTOUCHED = Duration.ofSeconds(2);

    private final Path note;

    private LockNotes(Path note) {
        this.note = note;
    }

    /**
     * Clears up after a dead holder and writes our own note. The caller has just taken the repository's lock.
     *
     * @param locks files, or folders whose lock files are all ours
     */
    static LockNotes begin(Path commonDir, List<String> locks) throws IOException {
        Path note = commonDir.resolve(PATH);
        if (Files.exists(note)) {
            sweep(commonDir, note);
        }
        Files.createDirectories(note.getParent());
        Files.writeString(note, String.join("\n", locks), StandardCharsets.UTF_8);
        return new LockNotes(note);
    }

    void end() throws IOException {
        Files.deleteIfExists(note);
    }

    private static void sweep(Path commonDir, Path note) throws IOException {
        FileTime written = Files.getLastModifiedTime(note);
        for (String name : Files.readAllLines(note, StandardCharsets.UTF_8)) {
            for (Path lock : locks(commonDir.resolve(name))) {
                removeIfOurs(lock, written);
            }
        }
    }

    private static List<Path> locks(Path noted) throws IOException {
        if (!Files.isDirectory(noted)) {
            return Files.exists(noted) ? List.of(noted) : List.of();
        }
        try (Stream<Path> all = Files.walk(noted)) {
            return all.filter(path -> path.toString().endsWith(".lock")).collect(Collectors.toList());
        }
    }

    private static void removeIfOurs(Path lock, FileTime noted) throws IOException {
        if (Files.getLastModifiedTime(lock).compareTo(noted) < 0) {
            return;
        }
        while (Files.exists(lock) && LockFiles.age(lock).compareTo(UNTOUCHED) < 0) {
            Pause.briefly();
        }
        Files.deleteIfExists(lock);
    }
}

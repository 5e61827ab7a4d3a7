package dev.reconciler.git.lock;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lock files of git we are about to take.
 *
 * <p>A process that is killed leaves git's own lock files ({@code main.lock}, {@code index.lock}…) in place, and git has
 * no rule for telling a stale one. So the holder of the {@link RepositoryLock} notes each right before it is taken, and
 * takes the note away when it is given back; a note that the next holder finds is that of a dead one. A lock file that
 * is on it, was written at the very time that is noted and has not been touched since is ours and goes; any other
 * belongs to somebody else and stays.
 */
final class LockFileJournal {
    static final String PATH = "reconciler/locks";

    // A living git process holds a lock for milliseconds.
    private static final Duration UNTOUCHED = Duration.ofSeconds(2);

    /** A lock file is written within this time of its note. */
    private static final Duration PROMPTLY = Duration.ofSeconds(30);

    /** The clock of a file system may be that much behind. */
    private static final Duration CLOCK_TICK = Duration.ofSeconds(1);

    private static final String GIVEN_BACK = "-";

    private final Path file;

    // Not a channel: an interrupt would close it for good.
    private final OutputStream lines;

    private LockFileJournal(Path note, OutputStream lines) {
        this.file = note;
        this.lines = lines;
    }

    /** Clears up after a dead holder. The caller has just taken the repository's lock. */
    static LockFileJournal begin(Path commonDir) throws IOException {
        Path note = commonDir.resolve(PATH);
        if (Files.exists(note)) {
            removeLeftLocks(commonDir, note);
        }
        Files.createDirectories(note.getParent());
        return new LockFileJournal(note, new FileOutputStream(note.toFile()));
    }

    /** @param locks relative to the common directory */
    JournaledLockFiles recordLocks(List<String> locks) throws IOException {
        JournaledLockFiles noted = new JournalEntry(locks);
        noted.renew();
        return noted;
    }

    void end() throws IOException {
        lines.close();
        Files.deleteIfExists(file);
    }

    // Only ever added to: a kill in the middle of a line loses nothing of those before.
    private void appendEntries(String word, List<String> locks) throws IOException {
        StringBuilder text = new StringBuilder();
        locks.forEach(lock -> text.append(word).append(' ').append(lock).append('\n'));
        lines.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void removeLeftLocks(Path commonDir, Path note) throws IOException {
        Map<String, Instant> taken = new LinkedHashMap<>();
        for (String line : Files.readAllLines(note, StandardCharsets.UTF_8)) {
            String[] entry = line.split(" ", 2);
            try {
                if (entry[0].equals(GIVEN_BACK)) {
                    taken.remove(entry[1]);
                } else {
                    taken.put(entry[1], Instant.parse(entry[0]));
                }
            } catch (DateTimeException | ArrayIndexOutOfBoundsException halfWritten) {
                // Killed while it was noted: the lock was not taken yet, or was given back already.
            }
        }
        for (Map.Entry<String, Instant> lock : taken.entrySet()) {
            removeIfOurs(commonDir.resolve(lock.getKey()), lock.getValue());
        }
    }

    private static void removeIfOurs(Path lock, Instant noted) throws IOException {
        if (!Files.exists(lock)) {
            return;
        }
        Instant written = Files.getLastModifiedTime(lock).toInstant();
        if (written.isBefore(noted.minus(CLOCK_TICK)) || written.isAfter(noted.plus(PROMPTLY))) {
            return;
        }
        while (Files.exists(lock) && ForeignLockFiles.measureAge(lock).compareTo(UNTOUCHED) < 0) {
            LockRetryPause.briefly();
        }
        Files.deleteIfExists(lock);
    }

    /** Lock files that are about to be taken, or held. */
    private final class JournalEntry implements JournaledLockFiles {
        private final List<String> locks;

        private JournalEntry(List<String> locks) {
            this.locks = List.copyOf(locks);
        }

        @Override
        public void renew() throws IOException {
            appendEntries(Instant.now().toString(), locks);
        }

        @Override
        public void close() throws IOException {
            appendEntries(GIVEN_BACK, locks);
        }
    }
}

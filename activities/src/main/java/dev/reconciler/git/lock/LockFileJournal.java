package dev.reconciler.git.lock;

import dev.reconciler.git.file.SharedPermissions;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file in the repository that lists which lock files of git the holder of the {@link RepositoryLock} is about to take.
 *
 * <p>A killed process leaves git's own lock files ({@code main.lock}, {@code index.lock}…) in place, and git has no rule
 * by which it could tell that a lock file is stale: every later git command would fail. So the holder writes one line
 * right before it takes a lock file, and another one when it has given the lock file back:
 *
 * <pre>
 * 2026-11-26T08:00:00.123Z refs/heads/main.lock      about to be taken at this time
 * 2026-11-26T08:00:00.123Z packed-refs.lock
 * - refs/heads/main.lock                             given back
 * - packed-refs.lock
 * </pre>
 *
 * <p>An orderly holder removes the journal in the end. So a journal that the next holder finds is that of a killed
 * process. The next holder removes a lock file that is listed and not given back, that was written at one of the times
 * that are listed for it, and that no process has touched since. Every other lock file belongs to another process and
 * stays.
 */
final class LockFileJournal {
    static final String PATH = "reconciler/locks";

    // A living git process holds a lock for milliseconds.
    private static final Duration UNTOUCHED = Duration.ofSeconds(2);

    /** A lock file is written within this time of its line. */
    private static final Duration PROMPTLY = Duration.ofSeconds(30);

    /** The clock of a file system may be that much behind. */
    private static final Duration CLOCK_TICK = Duration.ofSeconds(1);

    private static final String GIVEN_BACK = "-";

    private final Path file;

    // Not a channel: an interrupt of the thread would close it for good.
    private final OutputStream lines;

    private LockFileJournal(Path file, OutputStream lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Removes the lock files that a killed holder left, and begins an empty journal. The caller holds the lock. */
    static LockFileJournal begin(Path commonDir, SharedPermissions permissions) throws IOException {
        Path file = commonDir.resolve(PATH);
        if (Files.exists(file)) {
            // Before the journal is emptied: a kill during the removal leaves it for the holder after this one.
            removeLeftLocks(commonDir, file);
        }
        permissions.createFolders(file.resolveSibling("."));
        LockFileJournal journal = new LockFileJournal(file, new FileOutputStream(file.toFile()));
        // Where this process is killed, another user of the group reads the journal.
        permissions.adjustIfOurs(file);
        return journal;
    }

    /** @param locks relative to the common directory */
    TakenLockFiles recordLocks(List<String> locks) throws IOException {
        TakenLockFiles recorded = new JournalEntry(locks);
        recorded.recordAgain();
        return recorded;
    }

    void end() throws IOException {
        lines.close();
        Files.deleteIfExists(file);
    }

    // The file only grows: a kill in the middle of a line loses none of the lines before it.
    private void appendEntries(String word, List<String> locks) throws IOException {
        StringBuilder text = new StringBuilder();
        locks.forEach(lock -> text.append(word).append(' ').append(lock).append('\n'));
        lines.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void removeLeftLocks(Path commonDir, Path file) throws IOException {
        Map<String, List<Instant>> taken = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] entry = line.split(" ", 2);
            try {
                if (entry[0].equals(GIVEN_BACK)) {
                    taken.remove(entry[1]);
                } else {
                    // A holder announces a lock file again before it writes into it. Killed before that write, it
                    // leaves the lock file with the time of an earlier line.
                    taken.computeIfAbsent(entry[1], lock -> new ArrayList<>()).add(Instant.parse(entry[0]));
                }
            } catch (DateTimeException | ArrayIndexOutOfBoundsException halfWritten) {
                // The kill hit the writing of this line: the lock file was not taken yet, or was given back already.
            }
        }
        for (Map.Entry<String, List<Instant>> lock : taken.entrySet()) {
            removeIfOurs(commonDir.resolve(lock.getKey()), lock.getValue());
        }
    }

    private static void removeIfOurs(Path lock, List<Instant> recorded) throws IOException {
        if (!Files.exists(lock)) {
            return;
        }
        Instant written = Files.getLastModifiedTime(lock).toInstant();
        if (recorded.stream().noneMatch(line -> isWrittenPromptly(written, line))) {
            return;
        }
        // A git process may have taken the lock file seconds after the kill. Such a process is done before this wait is
        // over, and its lock file is gone.
        while (Files.exists(lock) && OtherProcessLocks.measureAge(lock).compareTo(UNTOUCHED) < 0) {
            LockRetryPause.pauseBriefly();
        }
        Files.deleteIfExists(lock);
    }

    // Older than its line: git held the lock file when the killed process wanted to take it. Much younger: a git
    // process has taken the lock file after the kill.
    private static boolean isWrittenPromptly(Instant written, Instant line) {
        return !written.isBefore(line.minus(CLOCK_TICK)) && !written.isAfter(line.plus(PROMPTLY));
    }

    /** Lock files that the holder is about to take, or holds. */
    private final class JournalEntry implements TakenLockFiles {
        private final List<String> locks;

        private JournalEntry(List<String> locks) {
            this.locks = List.copyOf(locks);
        }

        @Override
        public void recordAgain() throws IOException {
            appendEntries(Instant.now().toString(), locks);
        }

        @Override
        public void close() throws IOException {
            appendEntries(GIVEN_BACK, locks);
        }
    }
}

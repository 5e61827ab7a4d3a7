package dev.reconciler.git.lock;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.model.ErrorType;
import java.io.FileOutputStream;
import java.io.IOException;
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
import org.jspecify.annotations.Nullable;

/**
 * A file in the repository that lists which lock files of git the holder of the {@link RepositoryLock} is about to take:
 * the proof where a file system has no hard links, and so no {@link LinkedLockFiles}.
 *
 * <p>The holder writes one line right before it takes a lock file, and another one when it has given the lock file back:
 *
 * <pre>
 * 2026-11-26T08:00:00.123Z refs/heads/main.lock      about to be taken at this time
 * - refs/heads/main.lock                             given back
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
    private final SharedPermissions permissions;

    /** Null until the first line. Not a channel: an interrupt of the thread would close it for good. */
    private @Nullable FileOutputStream lines;

    private LockFileJournal(Path file, SharedPermissions permissions) {
        this.file = file;
        this.permissions = permissions;
    }

    /** Removes the lock files that a killed holder left, and their journal. The caller holds the repository's lock. */
    static LockFileJournal begin(Path commonDir, SharedPermissions permissions) throws IOException {
        Path file = commonDir.resolve(PATH);
        if (PathPresence.isThere(file)) {
            // Before the journal goes: a kill during the removal leaves it for the holder after this one.
            removeLeftLocks(commonDir, file);
            Files.delete(file);
        }
        return new LockFileJournal(file, permissions);
    }

    /** @param lock relative to the common directory */
    GitLockFile.LockFileProof announce(String lock) throws IOException {
        GitLockFile.LockFileProof announced = new JournalEntry(lock);
        announced.renew();
        return announced;
    }

    private FileOutputStream open() throws IOException {
        permissions.createFolders(file.resolveSibling("."));
        FileOutputStream opened = new FileOutputStream(file.toFile());
        lines = opened;
        // Where this process is killed, another user of the group reads the journal.
        permissions.adjustIfOurs(file);
        DiskSync.force(file.resolveSibling("."));
        return opened;
    }

    void end() throws IOException {
        if (lines != null) {
            lines.close();
            Files.deleteIfExists(file);
        }
    }

    // The file only grows: a kill in the middle of a line loses none of the lines before it.
    private void appendEntry(String word, String lock) throws IOException {
        FileOutputStream open = lines == null ? open() : lines;
        open.write((word + " " + lock + "\n").getBytes(StandardCharsets.UTF_8));
        // After a power cut no lock file may be there without its line.
        open.getFD().sync();
    }

    private static void removeLeftLocks(Path commonDir, Path file) throws IOException {
        Map<String, List<Instant>> taken = new LinkedHashMap<>();
        if (PathPresence.isFolder(file)) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    file + " is a folder, and a list of this program has that name; move it away");
        }
        String lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String line : lines.lines().toList()) {
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
        if (!PathPresence.isThere(lock)) {
            return;
        }
        Instant written = Files.getLastModifiedTime(lock).toInstant();
        if (recorded.stream().noneMatch(line -> isWrittenPromptly(written, line))) {
            return;
        }
        // A git process may have taken the lock file seconds after the kill. Such a process is done before this wait is
        // over, and its lock file is gone.
        // By this process's own clock too: where that of the machine was set back, the file is of a time to come.
        long end = System.nanoTime() + UNTOUCHED.toNanos();
        while (PathPresence.isThere(lock)
                && OtherProcessLocks.measureAge(lock).compareTo(UNTOUCHED) < 0
                && System.nanoTime() - end < 0) {
            LockRetryPause.pauseBriefly();
        }
        Files.deleteIfExists(lock);
    }

    // Older than its line: git held the lock file when the killed process wanted to take it. Much younger: a git
    // process has taken the lock file after the kill.
    private static boolean isWrittenPromptly(Instant written, Instant line) {
        return !written.isBefore(line.minus(CLOCK_TICK)) && !written.isAfter(line.plus(PROMPTLY));
    }

    /** A lock file that the holder is about to take, or holds. */
    private final class JournalEntry implements GitLockFile.LockFileProof {
        private final String lock;

        private JournalEntry(String lock) {
            this.lock = lock;
        }

        @Override
        public void renew() throws IOException {
            appendEntry(Instant.now().toString(), lock);
        }

        @Override
        public void close() throws IOException {
            appendEntry(GIVEN_BACK, lock);
        }
    }
}

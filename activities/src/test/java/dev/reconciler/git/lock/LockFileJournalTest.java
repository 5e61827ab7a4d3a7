package dev.reconciler.git.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.reconciler.git.file.SharedPermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next holder finds of a killed one, which never ended its journal. */
@Tag("slow")
class LockFileJournalTest {
    private static final String BRANCH = "refs/heads/main.lock";
    private static final String INDEX = "index.lock";

    @TempDir
    Path directory;

    @Test
    void whatAKilledHolderHadTakenIsRemovedAndNothingElse() throws IOException {
        LockFileJournal killed = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        killed.announce(BRANCH);
        killed.announce(INDEX);
        Path branch = take(BRANCH);
        Path index = take(INDEX);
        Path gits = take("packed-refs.lock");

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(branch).doesNotExist();
        assertThat(index).doesNotExist();
        assertThat(gits).exists();
    }

    @Test
    void aLockThatWasRecordedAndNeverTakenIsNoHindrance() throws IOException {
        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).announce(BRANCH);

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(directory.resolve(BRANCH)).doesNotExist();
    }

    @Test
    void aLockThatWasGivenBackIsGitsFromThenOn() throws IOException {
        LockFileJournal killed = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        killed.announce(INDEX).close();
        Path gits = take(INDEX);

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(gits).exists();
    }

    @Test
    void aLockThatWasTakenAgainAfterItWasGivenBackIsRemoved() throws IOException {
        LockFileJournal killed = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        killed.announce(INDEX).close();
        killed.announce(INDEX);
        Path ours = take(INDEX);

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(ours).doesNotExist();
    }

    @Test
    void aLockFileFromBeforeItsLineIsGits() throws IOException {
        LockFileJournal killed = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        killed.announce(INDEX);
        Path gits = take(INDEX);
        Files.setLastModifiedTime(gits, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(gits).exists();
    }

    /** A move of many files announces the index's lock anew right before it writes the new index into it. */
    @Test
    void aLockFileThatWasTakenAtTheFirstOfSeveralLinesIsRemoved() throws IOException {
        LockFileJournal killed = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        killed.announce(INDEX);
        Path ours = take(INDEX);
        Instant begun = Instant.now().minus(Duration.ofMinutes(5));
        Path journal = directory.resolve(LockFileJournal.PATH);
        Files.writeString(journal, begun + " " + INDEX + "\n" + Files.readString(journal));
        Files.setLastModifiedTime(ours, FileTime.from(begun));

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(ours).doesNotExist();
    }

    @Test
    void aLockFileThatIsThereAfterAnOrderlyHolderBelongsToGit() throws IOException {
        LockFileJournal ended = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        ended.announce(INDEX);
        ended.end();
        Path gits = take(INDEX);

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(gits).exists();
    }

    /** A journal that is read as a whole or not at all left the branch locked for good: git then refused every commit. */
    @Test
    void aKillInTheMiddleOfALineLosesNothingOfTheLinesBefore() throws IOException {
        LockFileJournal killed = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        killed.announce(BRANCH);
        Path ours = take(BRANCH);
        Files.writeString(directory.resolve(LockFileJournal.PATH), "2026-1", StandardOpenOption.APPEND);

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(ours).doesNotExist();
    }

    /** A channel is closed for good by an interrupt: every lock file after it was taken without a line. */
    @Test
    void anActivityThatIsInterruptedGoesOnRecordingItsLocks() throws IOException {
        LockFileJournal killed = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        Thread.currentThread().interrupt();
        killed.announce(BRANCH);
        boolean wasInterrupted = Thread.interrupted();
        killed.announce(INDEX);
        Path branch = take(BRANCH);
        Path index = take(INDEX);

        LockFileJournal.begin(directory, SharedPermissions.OF_UMASK).end();

        assertThat(wasInterrupted).isTrue();
        assertThat(branch).doesNotExist();
        assertThat(index).doesNotExist();
    }

    private Path take(String lock) throws IOException {
        Path file = directory.resolve(lock);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    /** A clock that was ahead when the holder was killed is set right since: the lock file is of a time to come. */
    @Test
    void aLockFileOfATimeToComeIsNotWaitedFor() throws IOException {
        LockFileJournal killed = LockFileJournal.begin(directory, SharedPermissions.OF_UMASK);
        killed.announce(BRANCH);
        Path ours = take(BRANCH);
        Instant ahead = Instant.now().plus(Duration.ofDays(1));
        Files.writeString(directory.resolve(LockFileJournal.PATH), ahead + " " + BRANCH + "\n");
        Files.setLastModifiedTime(ours, FileTime.from(ahead));

        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> LockFileJournal.begin(directory, SharedPermissions.OF_UMASK)
                        .end());

        assertThat(ours).doesNotExist();
    }
}

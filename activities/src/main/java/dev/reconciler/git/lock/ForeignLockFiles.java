package dev.reconciler.git.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Lock files of git: who stands in the way, and for how long. */
public final class ForeignLockFiles {
    private ForeignLockFiles() {}

    /** Names the first of these lock files that exists, with its age and what to do; empty where none does. */
    public static Optional<String> describe(Path... locks) {
        return Stream.of(locks).filter(Files::exists).findFirst().map(ForeignLockFiles::describe);
    }

    private static String describe(Path lock) {
        return lock + " is held by another process for " + age(lock).toSeconds()
                + " s; if no git process is running there, remove the file";
    }

    /** How long ago the file was written; zero where it is gone. */
    static Duration age(Path lock) {
        try {
            return Duration.between(Files.getLastModifiedTime(lock).toInstant(), Instant.now());
        } catch (IOException gone) {
            return Duration.ZERO;
        }
    }
}

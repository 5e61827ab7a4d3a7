package dev.reconciler.git.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Lock files that another git process holds: which one stands in the way, and for how long it has been there. */
public final class OtherProcessLocks {
    private OtherProcessLocks() {}

    /** Names the first of these lock files that exists, with its age and what to do; empty where none does. */
    public static Optional<String> describe(Path... locks) {
        return Stream.of(locks).filter(Files::exists).findFirst().map(OtherProcessLocks::describeFile);
    }

    /** Whether a lock file is there that was written so long ago. */
    public static boolean isOlder(Path lock, Duration age) {
        return measureAge(lock).compareTo(age) >= 0;
    }

    private static String describeFile(Path lock) {
        return lock + " is held by another process for " + measureAge(lock).toSeconds()
                + " s; if no git process is running there, remove the file";
    }

    /** The time since the file was written; zero where another process has removed it. */
    static Duration measureAge(Path lock) {
        try {
            return Duration.between(Files.getLastModifiedTime(lock).toInstant(), Instant.now());
        } catch (IOException gone) {
            return Duration.ZERO;
        }
    }
}

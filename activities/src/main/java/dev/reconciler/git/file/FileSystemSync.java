package dev.reconciler.git.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The system call {@code syncfs}, which Java does not have, by the program {@code sync}: it starts in a few milliseconds,
 * and a library that calls native code takes a hundred to load.
 */
final class FileSystemSync {
    private FileSystemSync() {}

    /**
     * Returns once all that was written to the file system of a path is on the disk.
     *
     * @return false where the system has no such program, or it fails; then nothing can be said of what is on the disk
     */
    static boolean run(Path path) {
        try {
            Process sync = new ProcessBuilder(
                            "sync", "-f", path.toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // No wait that an interrupt would end: what was written before must not be half synced.
            return sync.onExit().join().exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}

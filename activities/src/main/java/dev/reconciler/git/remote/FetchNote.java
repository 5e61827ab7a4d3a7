package dev.reconciler.git.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.Repository;

/** Says, in the git directory, that this process is fetching: what a dead process left half-made is told by it. */
final class FetchNote implements AutoCloseable {
    private static final String PREFIX = "reconciler fetch ";
    private static final String DIRECTORY = "reconciler/fetching";
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Path file;

    private FetchNote(Path file) {
        this.file = file;
    }

    static FetchNote begin(Repository repository) throws IOException {
        Path directory = directory(repository.getCommonDirectory().toPath());
        Files.createDirectories(directory);
        return new FetchNote(Files.createFile(directory.resolve(owner() + "-" + NUMBERS.incrementAndGet())));
    }

    static Path directory(Path commonDir) {
        return commonDir.resolve(DIRECTORY);
    }

    /** What is written into the {@code .keep} file of the pack. */
    String message() {
        return PREFIX + owner();
    }

    private static String owner() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + "-" + start(self);
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Whether a {@code .keep} file says that it is of a process of ours that is gone. */
    static boolean isOrphan(String keep) {
        return keep.startsWith(PREFIX) && isDead(keep.substring(PREFIX.length()).strip());
    }

    /** Whether the process of a note's name is gone; its number may be another's by now. */
    static boolean isDead(String owner) {
        String[] parts = owner.split("-", -1);
        try {
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(process -> start(process) == Long.parseLong(parts[1]))
                    .isEmpty();
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException foreign) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}

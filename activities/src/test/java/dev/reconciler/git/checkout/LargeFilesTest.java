package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are larger than the memory of the process that moves them: the file ended it. */
@Tag("slow")
class LargeFilesTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int REFUSED = 3;

    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId from;
    private ObjectId to;

    /** A file that has nothing but holes, a beginning and an end. */
    private void writeLarge(String path, long size, String text) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(path).toFile(), "rw")) {
            file.setLength(size);
            file.writeBytes(text);
            file.seek(size);
            file.writeBytes(text);
        }
    }

    @Test
    void aChangedFileMayBeLargerThanTheMemory() throws IOException, InterruptedException {
        commitLargeFiles(56L * MEBIBYTE);

        assertThat(moveInMemoryOf(40)).isZero();
        assertMoved();
    }

    /** The library called the file missing, and the run its repository broken. */
    @Test
    void aLargeFileThatAPackHasAsADifferenceIsRefusedWhereTheMemoryIsTooSmall()
            throws IOException, InterruptedException {
        commitLargeFiles(56L * MEBIBYTE);
        git.run("repack", "-a", "-d", "-q", "--window=2");

        assertThat(moveInMemoryOf(40)).isEqualTo(REFUSED);
        assertThat(git.id("main")).isEqualTo(from);
        assertThat(git.run("status", "--porcelain")).isEmpty();
        assertThat(moveInMemoryOf(400)).isZero();
        assertMoved();
    }

    @Test
    @Tag("long")
    void aFileMayBeLargerThanAnyArray() throws IOException, InterruptedException {
        commitLargeFiles(2200L * MEBIBYTE);

        assertThat(moveInMemoryOf(256)).isZero();
        assertMoved();
    }

    private void commitLargeFiles(long size) throws IOException {
        git = NativeGit.init(directory);
        git.run("config", "core.compression", "1");
        writeLarge("large", size, "old\n");
        from = git.commitAll("old");
        writeLarge("large", size, "new\n");
        writeLarge("added", size, "added\n");
        to = git.commitAll("new");
        git.run("reset", "-q", "--hard", from.name());
    }

    private int moveInMemoryOf(int mebibytes) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx" + mebibytes + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeFilesTest.class.getName(),
                        directory.toString(),
                        from.name(),
                        to.name())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void assertMoved() {
        assertThat(git.id("main")).isEqualTo(to);
        assertThat(git.run("status", "--porcelain")).isEmpty();
    }

    /** Moves the branch of the clone that comes first from the second commit to the third. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        try (DataRepository repository = DataRepository.open(TestRepositories.settings(path, "remote.git"))
                        .orElseThrow();
                RepositoryLock lock = repository.lock()) {
            boolean moved = new BranchMover(repository)
                    .move(ObjectId.fromString(arguments[1]), ObjectId.fromString(arguments[2]), "test", () -> {});
            System.exit(moved ? 0 : 1);
        } catch (RefusedException refused) {
            System.exit(refused.getMessage().contains("needs more memory") ? REFUSED : 1);
        }
    }
}

package dev.reconciler.git.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object of the remote that is larger than the memory of the process that fetches it. */
@Tag("long")
class FetchInLittleMemoryTest {
    private static final long SIZE = 56L << 20;
    private static final int NOTHING_LEFT = 3;
    private static final int MARKER_LEFT = 4;

    @TempDir
    Path root;

    /** The process goes on, and each later run left as much again: the next start swept it up. */
    @Test
    void aFetchThatRunsOutOfMemoryLeavesNothing() throws IOException, InterruptedException {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        remote.commit("small", "small\n");
        NativeGit.clone(remote.directory().toString(), root.resolve("data"));
        remote.run("config", "core.compression", "1");
        for (String name : new String[] {"one", "other"}) {
            try (RandomAccessFile file =
                    new RandomAccessFile(remote.directory().resolve(name).toFile(), "rw")) {
                file.writeBytes(name);
                file.setLength(SIZE);
            }
        }
        remote.commitAll("large");
        // As a difference from another one, the library holds an object in memory.
        remote.run("repack", "-a", "-d", "-q", "--window=2");

        int ended = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx40m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FetchInLittleMemoryTest.class.getName(),
                        root.resolve("data").toString(),
                        remote.directory().toString())
                .inheritIO()
                .start()
                .waitFor();

        assertThat(ended).isEqualTo(NOTHING_LEFT);
    }

    /** Fetches into the clone that comes first from the remote that comes second. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        try (DataRepository repository = DataRepository.open(TestRepositories.settings(path, arguments[1]))
                .orElseThrow()) {
            new GitRemote(repository.settings())
                    .fetch(repository.git(), repository.local(), Deadline.in(Duration.ofMinutes(1)));
            System.exit(0);
        } catch (OutOfMemoryError noRoom) {
            try (Stream<Path> markers = Files.list(path.resolve(".git/reconciler/fetching"))) {
                System.exit(markers.findAny().isEmpty() ? NOTHING_LEFT : MARKER_LEFT);
            }
        }
    }
}

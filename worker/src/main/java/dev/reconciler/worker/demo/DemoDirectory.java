package dev.reconciler.worker.demo;

import dev.reconciler.model.Outcome;
import dev.reconciler.worker.demo.sample.SampleRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory with the {@link SampleRepository} pairs of all scenes. Closing removes it; each further close does
 * nothing.
 */
final class DemoDirectory implements AutoCloseable {
    private final Path directory;

    private DemoDirectory(Path directory) {
        this.directory = directory;
    }

    /** Makes an empty directory, in that parent or where temporary files go. */
    static DemoDirectory createIn(@Nullable Path parent) throws IOException {
        String prefix = "reconciler-demo";
        return new DemoDirectory(
                parent == null
                        ? Files.createTempDirectory(prefix)
                        : Files.createTempDirectory(parent.toAbsolutePath(), prefix));
    }

    Path directory() {
        return directory;
    }

    Path remoteOf(DemoScene scene) {
        return directory.resolve(scene.id()).resolve("remote.git");
    }

    Path cloneOf(DemoScene scene) {
        return directory.resolve(scene.id()).resolve(scene.bare() ? "data.git" : "data");
    }

    /** Builds the remote and the clone of a scene. */
    void buildScene(DemoScene scene) throws IOException {
        Path path = Files.createDirectories(remoteOf(scene));
        try (SampleRepository remote = SampleRepository.initRemote(path)) {
            remote.commit("Editor", "Add Berlin", "stations/berlin.json", "{ \"by\": \"nobody\" }\n");
            try (SampleRepository clone = remote.cloneInto(cloneOf(scene), scene.bare())) {
                scene.preparation().apply(path, remote, clone);
            }
        }
    }

    /** The URL of the scene's remote; for a fetch that fails, a URL where no server listens. */
    String urlOf(DemoScene scene) throws IOException {
        if (scene.expected() != Outcome.FETCH_FAILED) {
            return remoteOf(scene).toString();
        }
        // A port that was free a moment ago refuses connections once its socket is closed.
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + closed.getLocalPort() + "/remote.git";
        }
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            return; // an earlier close removed the directory
        } catch (IOException e) {
            throw new UncheckedIOException("remove " + directory + " by hand: " + e.getMessage(), e);
        }
    }
}

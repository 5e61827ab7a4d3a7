package dev.reconciler.worker.worlds;

import dev.reconciler.worker.transports.FaultyRoute;
import dev.reconciler.worker.transports.GitDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where worlds are made: a folder, a small disk where this user may have one, and a server of all remotes. */
final class WorldPlaces implements AutoCloseable {
    private final Path root;
    private final Optional<SmallDisk> disk;
    private @Nullable GitDaemon daemon;
    private @Nullable FaultyRoute route;

    private WorldPlaces(Path root, Optional<SmallDisk> disk) {
        this.root = root;
        this.disk = disk;
    }

    static WorldPlaces in(Path root) throws IOException {
        return new WorldPlaces(root, SmallDisk.mount(root.resolve("small")));
    }

    /** A new folder for a world's remote. */
    Path newHome(long seed) throws IOException {
        return Files.createDirectories(root.resolve("world-" + seed));
    }

    /** Deletes all of a world. */
    void delete(long seed) throws IOException {
        deleteAll(root.resolve("world-" + seed));
        if (disk.isPresent()) {
            disk.get().free();
            deleteAll(disk.get().folder().resolve("world-" + seed));
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    Optional<SmallDisk> disk() {
        return disk;
    }

    /** The way to the server of all remotes, which is without a fault until it is given one. */
    FaultyRoute route() throws IOException {
        if (daemon == null || route == null) {
            daemon = new GitDaemon(root);
            route = repair(new FaultyRoute(daemon.port()));
        }
        return route;
    }

    /** Takes the fault away. */
    static FaultyRoute repair(FaultyRoute faulty) {
        return faulty.carriesAll();
    }

    /** The address of a remote on that way. */
    String url(Path remote) throws IOException {
        return "git://127.0.0.1:" + route().port() + "/" + root.relativize(remote);
    }

    @Override
    public void close() throws IOException {
        if (daemon != null && route != null) {
            route.close();
            daemon.close();
        }
        if (disk.isPresent()) {
            disk.get().close();
        }
    }
}

package dev.reconciler.worker.worlds;

import dev.reconciler.worker.power.LeftoverNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Files of ours that no run leaves behind. */
final class WorldLeftovers {
    private static final int LOOKS = 100;
    private static final long PAUSE_NANOS = 100_000_000;

    private WorldLeftovers() {}

    static void check(World world) throws IOException {
        refuse(find(world, world.cloneFolder()));
        List<Path> left = find(world, world.remote());
        // A program of git's that served a run which was killed or given up ends a little later, and cleans up.
        for (int look = 0; look < LOOKS && !left.isEmpty(); look++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            left = find(world, world.remote());
        }
        refuse(left);
    }

    private static void refuse(List<Path> left) {
        if (!left.isEmpty()) {
            throw new WorldViolation("left behind: " + left, "the run");
        }
    }

    private static List<Path> find(World world, Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(LeftoverNames::isOurs)
                    .filter(file -> !world.locks().holds(file))
                    .toList();
        } catch (UncheckedIOException gone) {
            // A folder of that program, which it removed meanwhile.
            return List.of(folder);
        }
    }
}

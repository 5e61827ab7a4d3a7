package dev.reconciler.worker.worlds;

import dev.reconciler.worker.power.LeftoverNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of ours that no run leaves behind. */
final class WorldLeftovers {
    private WorldLeftovers() {}

    static void check(World world) throws IOException {
        for (Path folder : List.of(world.cloneFolder(), world.remote())) {
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> left = all.filter(LeftoverNames::isOurs)
                        .filter(file -> !world.locks().holds(file))
                        .toList();
                if (!left.isEmpty()) {
                    throw new WorldViolation("left behind: " + left, "the run");
                }
            }
        }
    }
}

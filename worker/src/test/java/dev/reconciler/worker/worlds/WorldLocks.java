package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Lock files that programs of other people hold for a while. */
final class WorldLocks {
    private static final List<String> NAMES =
            List.of("index.lock", "refs/heads/main.lock", "packed-refs.lock", "HEAD.lock");

    private final List<Path> held = new ArrayList<>();

    /** Takes one in the clone, or the remote's branch. */
    static void take(World world, Random random) throws IOException {
        Path lock = random.nextInt(4) == 0
                ? world.remote().resolve("refs/heads/main.lock")
                : world.gitDirectory().resolve(NAMES.get(random.nextInt(NAMES.size())));
        if (!Files.exists(lock) && Files.isDirectory(lock.getParent())) {
            Files.createFile(lock);
            world.locks().held.add(lock);
        }
    }

    /** Releases them. */
    void releaseAll() throws IOException {
        for (Path lock : held) {
            // The program is not to remove it.
            Files.delete(lock);
        }
        held.clear();
    }

    boolean holds(Path lock) {
        return held.contains(lock);
    }

    boolean anyIn(Path folder) {
        return held.stream().anyMatch(lock -> lock.startsWith(folder));
    }
}

package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Worlds one after the other, each of a seed, until so many actions are done. */
final class WorldSeries {
    /** Actions of one world: enough for histories that meet, and few enough to be read. */
    static final int LENGTH = 50;

    private final Path root;
    private final WorldProgress progress;
    private final List<Deed> deeds;

    /** @param root a folder for the worlds, without links in its path */
    WorldSeries(Path root, WorldProgress progress, List<Deed> deeds) {
        this.root = root;
        this.deeds = deeds;
        this.progress = progress;
    }

    /** @return what was found, a world a text: its shortest script, and what is wrong after it */
    List<String> run(int actions) throws IOException {
        List<String> violations = new ArrayList<>();
        try (WorldHost host = new WorldHost();
                WorldPlaces places = WorldPlaces.in(root)) {
            for (int done = 0; done < actions; done += LENGTH) {
                WorldScript script = WorldScript.of(progress.nextSeed(), LENGTH, deeds);
                WorldEnd end = script.perform(places, host);
                progress.add(script.seed(), LENGTH, end);
                if (end.failure() != null) {
                    violations.add(script.shrink(places, host, end.failure()));
                }
            }
        }
        return violations;
    }
}

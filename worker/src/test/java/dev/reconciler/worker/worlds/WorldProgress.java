package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The worlds that were, in a file, a line each: a run of the tests goes on with the next seed. */
final class WorldProgress {
    private static final String SEPARATOR = "\t";
    private static final String WHOLE = "whole";

    private final Path file;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private long nextSeed;
    private long actions;
    private int worlds;
    private int violations;

    private WorldProgress(Path file, long firstSeed) {
        this.file = file;
        this.nextSeed = firstSeed;
    }

    /**
     * @param file which need not exist
     * @param firstSeed where no world is in the file that has this one or a greater one
     */
    static WorldProgress read(Path file, long firstSeed) throws IOException {
        WorldProgress progress = new WorldProgress(file, firstSeed);
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        for (String line : lines) {
            String[] parts = line.split(SEPARATOR, 4);
            progress.count(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2], parts[3]);
        }
        return progress;
    }

    private void count(long seed, int more, String ends, String violation) {
        nextSeed = Math.max(nextSeed, seed + 1);
        actions += more;
        worlds++;
        violations += violation.equals(WHOLE) ? 0 : 1;
        for (String end : ends.isEmpty() ? new String[0] : ends.split(" ")) {
            String[] parts = end.split("=");
            outcomes.merge(parts[0], Integer.parseInt(parts[1]), Integer::sum);
        }
    }

    long nextSeed() {
        return nextSeed;
    }

    void add(long seed, int more, WorldEnd end) throws IOException {
        String ends = end.outcomes().toString().replaceAll("[{},]", "");
        String violation =
                end.failure() == null ? WHOLE : end.failure().toString().replaceAll("\\s+", " ");
        count(seed, more, ends, violation);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                String.join(SEPARATOR, Long.toString(seed), Integer.toString(more), ends, violation) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Prints all that were so far in one line. */
    void print() {
        System.out.println("worlds: " + actions + " actions in " + worlds + " worlds, runs " + outcomes + ", "
                + violations + " violations");
    }
}

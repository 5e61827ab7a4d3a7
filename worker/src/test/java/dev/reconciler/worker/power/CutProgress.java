package dev.reconciler.worker.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The cuts that were made, in a file: a line each, of which the last one for a cut counts. Tests that were stopped go on
 * where they were.
 */
public final class CutProgress {
    private static final String WHOLE = "whole";
    private static final String SEPARATOR = "\t";

    private final Path file;

    /** What came of each cut, by its name. */
    private final Map<String, String> ends = new LinkedHashMap<>();

    private CutProgress(Path file) {
        this.file = file;
    }

    /** @param file which need not exist */
    static CutProgress read(Path file) throws IOException {
        CutProgress progress = new CutProgress(file);
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        for (String line : lines) {
            String[] parts = line.split(SEPARATOR, 3);
            progress.ends.put(parts[0], parts[2]);
        }
        return progress;
    }

    /** Whether a cut was made and nothing was wrong after it. */
    public synchronized boolean isWhole(String cut) {
        return WHOLE.equals(ends.get(cut));
    }

    public synchronized void add(String cut, String where, List<String> faults) throws IOException {
        String end = faults.isEmpty() ? WHOLE : faults.toString().replaceAll("\\s+", " ");
        ends.put(cut, end);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                String.join(SEPARATOR, cut, where, end) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Prints all cuts so far in one line, if there are any. */
    public synchronized void print(String name) {
        if (ends.isEmpty()) {
            return;
        }
        Map<String, Long> counts = ends.keySet().stream()
                .collect(Collectors.groupingBy(
                        cut -> cut.substring(0, cut.indexOf(' ')), TreeMap::new, Collectors.counting()));
        long whole = ends.values().stream().filter(WHOLE::equals).count();
        System.out.println(name + ": " + ends.size() + " cuts " + counts + ", " + (ends.size() - whole) + " not whole");
    }
}

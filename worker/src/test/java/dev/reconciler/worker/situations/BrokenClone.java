package dev.reconciler.worker.situations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A clone with something broken, or something of others, in its git directory: an entry of {@code broken-clones.txt}.
 *
 * @param name what is broken, or there
 * @param verdict the outcome or the error type of a run
 * @param words that the message has
 * @param stays files that are there after the run as they were, from the clone's folder
 * @param commands that break a sound clone, which has diverged from its remote
 */
record BrokenClone(String name, String verdict, String words, List<String> stays, String commands) {
    private static final String HEADING = "=== ";
    private static final String THEN = "then ";
    private static final String HAS = "message has: ";
    private static final String STAYS = "stays: ";

    static List<BrokenClone> readAll() throws IOException {
        List<BrokenClone> clones = new ArrayList<>();
        String text;
        try (var in = Objects.requireNonNull(BrokenClone.class.getResourceAsStream("/broken-clones.txt"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String entry : text.split("(?m)^" + HEADING)) {
            if (!entry.startsWith("#")) {
                clones.add(parse(entry));
            }
        }
        return clones;
    }

    private static BrokenClone parse(String entry) {
        List<String> lines = entry.lines().toList();
        StringBuilder commands = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("    ")) {
                commands.append(line.strip()).append('\n');
            }
        }
        String stays = find(lines, STAYS);
        return new BrokenClone(
                lines.get(0),
                find(lines, THEN),
                find(lines, HAS),
                stays.isEmpty() ? List.of() : List.of(stays.split(" ")),
                commands.toString());
    }

    private static String find(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElse("");
    }

    boolean isSettled() {
        return Character.isLowerCase(verdict.charAt(0));
    }

    /** Whether each file that has to stay is there with the same bytes. */
    static boolean isSame(Path before, Path after) throws IOException {
        return Files.isDirectory(before)
                ? Files.isDirectory(after)
                : Files.isRegularFile(after) && Files.mismatch(before, after) < 0;
    }
}

package dev.reconciler.git.remote.refusal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * A file of rows, among this program's own resources. A line in brackets says whose words follow. Two lines are a row:
 * the reason and the words, and below the source.
 *
 * <pre>
 *   [GitHub]
 *   private-email: GH007:
 *       docs.github.com: Blocking command line pushes that expose your personal email address
 * </pre>
 */
final class RefusalFile {
    private RefusalFile() {}

    /** The rows in their order. */
    static List<KnownRefusal> read(String name) {
        List<KnownRefusal> rows = new ArrayList<>();
        String speaker = "";
        for (Iterator<String> lines = readLines(name).iterator(); lines.hasNext(); ) {
            String line = lines.next();
            if (line.startsWith("[")) {
                speaker = line.substring(1, line.length() - 1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split(": ", 2);
                rows.add(KnownRefusal.row(
                        speaker,
                        RefusalReason.of(parts[0]),
                        parts[1],
                        lines.next().strip()));
            }
        }
        return List.copyOf(rows);
    }

    private static List<String> readLines(String name) {
        try (InputStream file = Objects.requireNonNull(RefusalFile.class.getResourceAsStream(name), name);
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package dev.reconciler.worker.situations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the files of the folder {@code situations}; its README.md tells how they are written. */
final class SituationReader {
    private static final String TITLE = "=== ";
    private static final String INDENT = "    ";
    private static final Pattern GIVEN = Pattern.compile("given CLONE=(\\S+)");
    private static final Pattern WHEN = Pattern.compile("when reconciled( again)?(?: with (\\S+))?");
    private static final Pattern THEN = Pattern.compile("then ([A-Za-z-]+)(?:, exit (\\d))?");
    private static final String BROKEN = "fsck fails already";
    private static final String LOCK = "a lock of another program: ";
    private static final String WORDS = "message has: ";
    private static final String NOT_FORESEEN = "no plan foresees it: ";
    private static final String MEANWHILE = "meanwhile";

    private final String file;
    private final int line;
    private final List<String> lines;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, StringBuilder> blocks = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private String run = "first";
    private String block = "";

    private SituationReader(String file, int line, List<String> lines) {
        this.file = file;
        this.line = line;
        this.lines = lines;
    }

    static List<Situation> readAll() {
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(SituationReader.class.getResource("/situations"))
                        .toURI()))) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Situation> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<Situation> situations = new ArrayList<>();
            int start = 0;
            for (int end = 1; end <= lines.size(); end++) {
                if (end == lines.size() || lines.get(end).startsWith(TITLE)) {
                    String name = file.getFileName().toString();
                    situations.add(new SituationReader(name, start + 1, lines.subList(start, end)).read());
                    start = end;
                }
            }
            return situations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Situation read() {
        require(lines.get(0).startsWith(TITLE), lines.get(0));
        lines.stream().skip(1).filter(text -> !text.isBlank()).forEach(this::readLine);
        Situation.Run first = new Situation.Run(values.get("first url"), value("first verdict"), block("first check"));
        int exit = Integer.parseInt(value("first exit"));
        boolean isSettled = exit != 1 && exit != 3;
        String verdictAgain = values.getOrDefault("second verdict", isSettled ? "in-sync" : first.verdict());
        return new Situation(
                lines.get(0).substring(TITLE.length()),
                file,
                line,
                String.join("\n", lines).strip(),
                value("clone"),
                block("given"),
                !values.containsKey(BROKEN),
                values.get(LOCK),
                first,
                exit,
                List.copyOf(words),
                values.get(NOT_FORESEEN),
                block(MEANWHILE),
                new Situation.Run(values.getOrDefault("second url", first.url()), verdictAgain, block("second check")));
    }

    private void readLine(String text) {
        Matcher given = GIVEN.matcher(text);
        Matcher when = WHEN.matcher(text);
        Matcher then = THEN.matcher(text);
        if (text.startsWith(INDENT)) {
            require(!block.isEmpty(), text);
            blocks.computeIfAbsent(block, key -> new StringBuilder())
                    .append(text.substring(INDENT.length()))
                    .append('\n');
        } else if (given.matches()) {
            put("clone", given.group(1));
            block = "given";
        } else if (when.matches()) {
            run = when.group(1) == null ? "first" : "second";
            put(run + " url", when.group(2));
            block = "";
        } else if (then.matches()) {
            put(run + " verdict", then.group(1));
            put(run + " exit", then.group(2));
            block = run + " check";
        } else if (text.equals(MEANWHILE)) {
            block = MEANWHILE;
        } else {
            readRemark(text);
        }
    }

    private void readRemark(String text) {
        if (text.startsWith(WORDS)) {
            words.add(text.substring(WORDS.length()));
        } else if (text.equals(BROKEN)) {
            put(BROKEN, "");
        } else {
            String key = text.startsWith(LOCK) ? LOCK : NOT_FORESEEN;
            require(text.startsWith(key), text);
            put(key, text.substring(key.length()));
        }
    }

    private void put(String key, @Nullable String value) {
        if (value != null) {
            require(values.put(key, value) == null, key + value);
        }
    }

    private String value(String key) {
        return Objects.requireNonNull(values.get(key), () -> file + ":" + line + ": " + key + " is missing");
    }

    private String block(String key) {
        return blocks.getOrDefault(key, new StringBuilder()).toString();
    }

    private void require(boolean isRight, String text) {
        if (!isRight) {
            throw new IllegalArgumentException(file + ":" + line + ": not understood: " + text);
        }
    }
}

package dev.reconciler.worker.config.yaml;

import dev.reconciler.worker.config.SafeQuoting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A section of the file with its keys and values. {@link #open} adds unknown, repeated and empty keys to the {@link
 * ProblemCollector}; the reads add the problems of the values.
 */
public final class YamlSection {
    private final YamlEntry self;
    /** Null where the person chooses the keys. */
    private final @Nullable List<String> known;

    private final Map<String, YamlEntry> entries = new LinkedHashMap<>();
    private final Map<String, Optional<Mark>> placesByKey = new LinkedHashMap<>();
    private final boolean readable;

    private YamlSection(YamlEntry self, @Nullable List<String> known) {
        this.self = self;
        this.known = known;
        this.readable = self.node() instanceof MappingNode;
        if (self.node() instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::addEntry);
        } else {
            String keys = known == null ? "" : " with the keys " + listKeys(known);
            self.addProblem(self.describeKind() + " (expected: a section" + keys + ")");
        }
    }

    /**
     * Opens a section.
     *
     * @param known every key that the section may have
     */
    public static YamlSection open(YamlEntry self, String... known) {
        return new YamlSection(self, List.of(known));
    }

    /** Opens a section whose keys the person chooses. */
    public static YamlSection openChosen(YamlEntry self) {
        return new YamlSection(self, null);
    }

    /** Returns every key with its value, in the order of the file, but those with a problem. */
    public Map<String, YamlEntry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Returns the value of a key; null where the key is absent or {@link #open} found a problem with the key. */
    @Nullable
    public YamlEntry findEntry(String key) {
        return entries.get(key);
    }

    /**
     * Returns the value of a key, as {@link #findEntry}; a missing key is a problem.
     *
     * @param expected the description of a right value, for the message
     */
    @Nullable
    public YamlEntry requireEntry(String key, String expected) {
        // A section that is no mapping is one problem; its missing keys would be several more.
        if (readable && !placesByKey.containsKey(key)) {
            self.problems()
                    .addProblem(self.node().getStartMark(), joinKeys(key), "missing (expected: " + expected + ")");
        }
        return entries.get(key);
    }

    /** Reads an optional text; null where the key is absent or the value is wrong. */
    public <T> @Nullable T readText(String key, Function<String, T> parse) {
        YamlEntry entry = findEntry(key);
        return entry == null ? null : entry.readText(parse);
    }

    /** Reads a text; null where the value is wrong or the key is missing, which is a problem too. */
    public <T> @Nullable T readRequiredText(String key, String expected, Function<String, T> parse) {
        YamlEntry entry = requireEntry(key, expected);
        return entry == null ? null : entry.readText(parse);
    }

    /** Reads an optional text of a form that no number has; null where the key is absent or the value is wrong. */
    public <T> @Nullable T readForm(String key, String expected, Function<String, T> parse) {
        YamlEntry entry = findEntry(key);
        return entry == null ? null : entry.readForm(expected, parse);
    }

    /** Reads an optional duration; null where the key is absent or the value is wrong. */
    public <T> @Nullable T readDuration(String key, Function<String, T> parse) {
        YamlEntry entry = findEntry(key);
        return entry == null ? null : entry.readScalar("a duration such as 5m", parse);
    }

    /** Reads an optional whole number from 1 to {@code most}; null where the key is absent or the value is wrong. */
    @Nullable
    public Integer readNumber(String key, int most) {
        YamlEntry entry = findEntry(key);
        return entry == null ? null : entry.readNumber(most);
    }

    /** Whether the section has the key, be its value right or wrong. */
    public boolean hasKey(String key) {
        return placesByKey.containsKey(key);
    }

    private void addEntry(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
            addProblem(
                    tuple.getKeyNode(),
                    self.key(),
                    "a key that is no text (expected: " + (known == null ? "a name" : "one of " + listKeys(known))
                            + ")");
            return;
        }
        String key = keyNode.getValue();
        Optional<Mark> first = placesByKey.putIfAbsent(key, keyNode.getStartMark());
        // An unknown key that is there twice is unknown once more. Of a repeated key, the first value counts.
        if (known != null && !known.contains(key)) {
            addProblem(keyNode, self.key(), describeUnknownKey(key, known, isEmptyValue(tuple.getValueNode())));
        } else if (first != null) {
            addProblem(
                    keyNode,
                    joinKeys(key),
                    "there twice (expected: once; the first is in line " + findLine(first) + ")");
        } else if (isEmptyValue(tuple.getValueNode())) {
            addProblem(keyNode, joinKeys(key), "has no value (expected: a value, or no such key)");
        } else {
            entries.put(key, new YamlEntry(joinKeys(key), tuple.getValueNode(), self.problems()));
        }
    }

    /**
     * Shows the key only where it resembles a known one or has a value: in <code>{ bot, s3cret }</code> YAML takes the
     * secret for a key.
     */
    private static String describeUnknownKey(String key, List<String> known, boolean withoutValue) {
        Optional<String> nearest = SpellingSuggestion.findNearest(key, known);
        if (nearest.isPresent()) {
            return "unknown key '" + key + "' (did you mean " + nearest.get() + "?)";
        }
        String shown = withoutValue ? "" : " " + SafeQuoting.quoteValue(key);
        return "unknown key" + shown + " (expected: one of " + listKeys(known) + ")";
    }

    private void addProblem(Node place, String key, String message) {
        self.problems().addProblem(place.getStartMark(), key, message);
    }

    private String joinKeys(String key) {
        return self.key().isEmpty() ? key : self.key() + "." + key;
    }

    private static String listKeys(List<String> known) {
        return String.join(", ", known);
    }

    private static int findLine(Optional<Mark> mark) {
        return mark.map(found -> found.getLine() + 1).orElse(0);
    }

    private static boolean isEmptyValue(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }
}

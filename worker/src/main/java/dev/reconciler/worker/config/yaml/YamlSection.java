package dev.reconciler.worker.config.yaml;

import dev.reconciler.worker.config.SafeQuoting;
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

/** Keys and values of the file. Unknown, repeated and empty keys are noted when it is opened. */
public final class YamlSection {
    private final YamlEntry self;
    private final List<String> known;
    private final Map<String, YamlEntry> entries = new LinkedHashMap<>();
    private final Map<String, Optional<Mark>> seen = new LinkedHashMap<>();
    private final boolean readable;

    private YamlSection(YamlEntry self, List<String> known) {
        this.self = self;
        this.known = known;
        this.readable = self.node() instanceof MappingNode;
        if (self.node() instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::add);
        } else {
            self.problem(self.kind() + " (expected: a section with the keys " + String.join(", ", known) + ")");
        }
    }

    public static YamlSection open(YamlEntry self, String... known) {
        return new YamlSection(self, List.of(known));
    }

    /** Null where the key is absent or was already found wrong. */
    @Nullable
    public YamlEntry find(String key) {
        return entries.get(key);
    }

    /** Like {@link #find}, and notes that the key is missing. */
    @Nullable
    public YamlEntry require(String key, String expected) {
        if (readable && !seen.containsKey(key)) {
            self.problems().add(self.node().getStartMark(), path(key), "missing (expected: " + expected + ")");
        }
        return entries.get(key);
    }

    public <T> @Nullable T text(String key, Function<String, T> parse) {
        YamlEntry entry = find(key);
        return entry == null ? null : entry.text(parse);
    }

    public <T> @Nullable T requiredText(String key, String expected, Function<String, T> parse) {
        YamlEntry entry = require(key, expected);
        return entry == null ? null : entry.text(parse);
    }

    public <T> @Nullable T duration(String key, Function<String, T> parse) {
        YamlEntry entry = find(key);
        return entry == null ? null : entry.scalar("a duration such as 5m", parse);
    }

    public boolean has(String key) {
        return seen.containsKey(key);
    }

    private void add(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
            note(tuple.getKeyNode(), self.key(), "a key that is no text (expected: one of " + keys() + ")");
            return;
        }
        String key = keyNode.getValue();
        Optional<Mark> first = seen.putIfAbsent(key, keyNode.getStartMark());
        if (!known.contains(key)) {
            note(keyNode, self.key(), unknown(key, isEmpty(tuple.getValueNode())));
        } else if (first != null) {
            note(keyNode, path(key), "there twice (expected: once; the first is in line " + line(first) + ")");
        } else if (isEmpty(tuple.getValueNode())) {
            note(keyNode, path(key), "has no value (expected: a value, or no such key)");
        } else {
            entries.put(key, new YamlEntry(path(key), tuple.getValueNode(), self.problems()));
        }
    }

    /** Shows the key only where it is surely one: in <code>{ bot, s3cret }</code> the secret is a key as well. */
    private String unknown(String key, boolean withoutValue) {
        Optional<String> nearest = SpellingSuggestion.to(key, known);
        if (nearest.isPresent()) {
            return "unknown key '" + key + "' (did you mean " + nearest.get() + "?)";
        }
        String shown = withoutValue ? "" : " " + SafeQuoting.value(key);
        return "unknown key" + shown + " (expected: one of " + keys() + ")";
    }

    private void note(Node place, String key, String message) {
        self.problems().add(place.getStartMark(), key, message);
    }

    private String path(String key) {
        return self.key().isEmpty() ? key : self.key() + "." + key;
    }

    private String keys() {
        return String.join(", ", known);
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(found -> found.getLine() + 1).orElse(0);
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }
}

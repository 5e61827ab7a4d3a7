package dev.reconciler.worker.config.yaml;

import dev.reconciler.worker.config.SafeQuoting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of the file with its key and place. Reads that find a problem note it and answer null. */
public record YamlEntry(String key, Node node, ProblemCollector problems) {

    /** Text that {@code parse} understands; a number or truth value has to be quoted to be text. */
    public <T> @Nullable T text(Function<String, T> parse) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            problem(kind() + " (expected: text" + (node instanceof ScalarNode ? ", in quotes" : "") + ")");
            return null;
        }
        return read(scalar, parse);
    }

    /** Any single value, a number too: for what {@code parse} has a better answer to than "in quotes". */
    public <T> @Nullable T scalar(String expected, Function<String, T> parse) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(kind() + " (expected: " + expected + ")");
            return null;
        }
        return read(scalar, parse);
    }

    @Nullable
    public Boolean truth() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(scalar.getValue());
        }
        problem((node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)
                        ? SafeQuoting.value(scalar.getValue())
                        : kind())
                + " (expected: true or false)");
        return null;
    }

    /** The entries of a list, in order; none where it is no list. */
    public List<YamlEntry> items() {
        if (!(node instanceof SequenceNode sequence)) {
            problem(kind() + " (expected: a list)");
            return List.of();
        }
        List<YamlEntry> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlEntry(key + "[" + items.size() + "]", item, problems));
        }
        return items;
    }

    /** The value at a key of this section, without any check; the section itself where there is none. */
    public YamlEntry child(String name) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode keyNode
                        && keyNode.getValue().equals(name)) {
                    return new YamlEntry(key + "." + name, tuple.getValueNode(), problems);
                }
            }
        }
        return this;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public void problem(String message) {
        problems.add(node.getStartMark(), key, message);
    }

    /** What it is, without showing it. */
    String kind() {
        return switch (node.getNodeType()) {
            case MAPPING -> "a section";
            case SEQUENCE -> "a list";
            case SCALAR -> scalarKind(node.getTag());
            case ANCHOR -> "an alias";
        };
    }

    private static String scalarKind(Tag tag) {
        if (tag.equals(Tag.BOOL)) {
            return "true or false";
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return "a number";
        }
        return tag.equals(Tag.STR) ? "text" : tag.equals(Tag.NULL) ? "empty" : "a value with a tag";
    }

    private <T> @Nullable T read(ScalarNode scalar, Function<String, T> parse) {
        try {
            return parse.apply(scalar.getValue());
        } catch (IllegalArgumentException e) {
            problem(String.valueOf(e.getMessage()));
            return null;
        }
    }
}

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
    public <T> @Nullable T readText(Function<String, T> parse) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            addProblem(describeKind() + " (expected: text" + (node instanceof ScalarNode ? ", in quotes" : "") + ")");
            return null;
        }
        return parseScalar(scalar, parse);
    }

    /** Any single value, a number too: for what {@code parse} has a better answer to than "in quotes". */
    public <T> @Nullable T readScalar(String expected, Function<String, T> parse) {
        if (!(node instanceof ScalarNode scalar)) {
            addProblem(describeKind() + " (expected: " + expected + ")");
            return null;
        }
        return parseScalar(scalar, parse);
    }

    @Nullable
    public Boolean readBoolean() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(scalar.getValue());
        }
        addProblem((node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)
                        ? SafeQuoting.quoteValue(scalar.getValue())
                        : describeKind())
                + " (expected: true or false)");
        return null;
    }

    /** The entries of a list, in order; none where it is no list. */
    public List<YamlEntry> readItems() {
        if (!(node instanceof SequenceNode sequence)) {
            addProblem(describeKind() + " (expected: a list)");
            return List.of();
        }
        List<YamlEntry> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlEntry(key + "[" + items.size() + "]", item, problems));
        }
        return items;
    }

    /** The value at a key of this section, without any check; the section itself where there is none. */
    public YamlEntry findChild(String name) {
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

    public void addProblem(String message) {
        problems.addProblem(node.getStartMark(), key, message);
    }

    /** What it is, without showing it. */
    String describeKind() {
        return switch (node.getNodeType()) {
            case MAPPING -> "a section";
            case SEQUENCE -> "a list";
            case SCALAR -> describeScalarKind(node.getTag());
            case ANCHOR -> "an alias";
        };
    }

    private static String describeScalarKind(Tag tag) {
        if (tag.equals(Tag.BOOL)) {
            return "true or false";
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return "a number";
        }
        return tag.equals(Tag.STR) ? "text" : tag.equals(Tag.NULL) ? "empty" : "a value with a tag";
    }

    private <T> @Nullable T parseScalar(ScalarNode scalar, Function<String, T> parse) {
        try {
            return parse.apply(scalar.getValue());
        } catch (IllegalArgumentException e) {
            addProblem(String.valueOf(e.getMessage()));
            return null;
        }
    }
}

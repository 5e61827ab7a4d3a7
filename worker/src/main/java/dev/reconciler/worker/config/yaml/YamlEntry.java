package dev.reconciler.worker.config.yaml;

import dev.reconciler.worker.config.SafeQuoting;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of the file, with its key and place. A read that finds a problem adds it to the {@link ProblemCollector}
 * and returns null, so that the next read can find the next problem.
 *
 * @param key the path of the key, such as {@code repositories[0].branch}
 * @param node the value and its place in the file
 * @param problems where the reads add problems
 */
public record YamlEntry(String key, Node node, ProblemCollector problems) {
    private static final Pattern TRUTH = Pattern.compile("(?i)true|false");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]+");

    /**
     * Reads text; the person has to quote a number, {@code true} or {@code false} where text is expected.
     *
     * @param parse throws an {@link IllegalArgumentException} whose message becomes the problem
     */
    public <T> @Nullable T readText(Function<String, T> parse) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            addProblem(describeKind() + " (expected: text" + (node instanceof ScalarNode ? ", in quotes" : "") + ")");
            return null;
        }
        return parseScalar(scalar, parse);
    }

    /**
     * Reads text of a form that a number, {@code true} or {@code false} can't have: the person learns the form at once,
     * not quotes first and the form then.
     *
     * @param expected the form, with an example
     */
    public <T> @Nullable T readForm(String expected, Function<String, T> parse) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            addProblem(describeKind() + " (expected: " + expected + ")");
            return null;
        }
        return parseScalar(scalar, parse);
    }

    /**
     * Reads any single value, a number too: for keys where {@code parse} says more than "in quotes". Of {@code 5}
     * as a duration, the person learns that a unit is missing.
     */
    public <T> @Nullable T readScalar(String expected, Function<String, T> parse) {
        if (!(node instanceof ScalarNode scalar)) {
            addProblem(describeKind() + " (expected: " + expected + ")");
            return null;
        }
        return parseScalar(scalar, parse);
    }

    /** Reads {@code true} or {@code false}. */
    @Nullable
    public Boolean readBoolean() {
        // A tag of the person's own may stand before any word.
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.BOOL)
                && TRUTH.matcher(scalar.getValue()).matches()) {
            return Boolean.valueOf(scalar.getValue());
        }
        addProblem((node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)
                        ? SafeQuoting.quoteValue(scalar.getValue())
                        : describeKind())
                + " (expected: true or false)");
        return null;
    }

    /** Reads a whole number from 1 to {@code most}. */
    @Nullable
    Integer readNumber(int most) {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && WHOLE_NUMBER.matcher(scalar.getValue()).matches()
                && new BigInteger(scalar.getValue()).bitLength() < Integer.SIZE) {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        addProblem((node instanceof ScalarNode scalar ? SafeQuoting.quoteValue(scalar.getValue()) : describeKind())
                + " (expected: a whole number from 1 to " + most + ")");
        return null;
    }

    /** Reads the entries of a list, in order; none where the value is no list, which is a problem. */
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

    /**
     * Finds the value at a key of this section, to name its place. Without any check; this entry itself where the key
     * is absent.
     */
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

    /** Whether the value is a list, be it empty or not. */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Adds a problem at the place of this value. */
    public void addProblem(String message) {
        problems.addProblem(node.getStartMark(), key, message);
    }

    /** Names the kind of the value without the value, which may be a secret. */
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

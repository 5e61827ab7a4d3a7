package dev.reconciler.worker.config.reader;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** docs/reconciler.schema.json, and how an editor holds a YAML text against it: as JSON. */
final class ConfigurationSchema {
    static final Gson JSON = new GsonBuilder()
            .serializeNulls()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();

    private static final Path FILE = Path.of("../docs/reconciler.schema.json");
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setAllowNonScalarKeys(true).build();

    private final Map<String, Object> content;
    private final Validator validator;
    private final URI uri;

    private ConfigurationSchema(String text) {
        this.content = JSON.fromJson(text, new TypeToken<Map<String, Object>>() {}.getType());
        this.validator = new ValidatorFactory().createValidator();
        // The validator also holds the schema itself against draft 2020-12, and throws where they disagree.
        this.uri = validator.registerSchema(text);
    }

    static ConfigurationSchema read() throws IOException {
        return new ConfigurationSchema(Files.readString(FILE));
    }

    /** What is wrong with the shape of a YAML text; empty where nothing is. */
    List<String> errors(String yaml) {
        Validator.Result result = validator.validate(uri, JSON.toJson(toJson(yaml)));
        return result.isValid()
                ? List.of()
                : Stream.concat(
                                Stream.of("refused"),
                                result.getErrors().stream()
                                        .map(error -> error.getInstanceLocation() + ": " + error.getError()))
                        .toList();
    }

    /** The keys of each section by the section's place, such as {@code repositories[].reload}. */
    Map<String, Set<String>> keys() {
        Map<String, Set<String>> found = new TreeMap<>();
        properties().forEach((place, property) -> {
            int end = place.lastIndexOf('.');
            found.computeIfAbsent(place.substring(0, Math.max(0, end)), section -> new TreeSet<>())
                    .add(place.substring(end + 1));
        });
        return found;
    }

    /** What the schema says of each key by the key's place, such as {@code repositories[].reload.url}. */
    Map<String, Map<String, Object>> properties() {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        collect("", content, found);
        return found;
    }

    private void collect(String place, Map<String, Object> schema, Map<String, Map<String, Object>> found) {
        map(schema.getOrDefault("properties", Map.of())).forEach((key, property) -> {
            String at = place.isEmpty() ? key : place + "." + key;
            found.put(at, map(property));
            collect(at, map(property), found);
        });
        if (schema.containsKey("items")) {
            collect(place + "[]", map(schema.get("items")), found);
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> chosen) {
            collect(place + ".*", map(chosen), found);
        }
        if (schema.get("$ref") instanceof String reference) {
            String name = reference.substring("#/$defs/".length());
            collect(place, map(map(content.get("$defs")).get(name)), found);
        }
        if (schema.get("anyOf") instanceof List<?> variants) {
            variants.forEach(variant -> collect(place, map(variant), found));
        }
    }

    /** Every pattern of the schema. */
    List<String> patterns() {
        return patterns(content).toList();
    }

    private static Stream<String> patterns(Object node) {
        if (node instanceof Map<?, ?> schema) {
            return schema.entrySet().stream()
                    .flatMap(entry -> entry.getKey().equals("pattern") && entry.getValue() instanceof String pattern
                            ? Stream.of(pattern)
                            : patterns(entry.getValue()));
        }
        return node instanceof List<?> list ? list.stream().flatMap(ConfigurationSchema::patterns) : Stream.of();
    }

    private static Object toJson(String yaml) {
        return new Compose(SETTINGS)
                .composeString(yaml)
                .map(ConfigurationSchema::toJson)
                .orElse(null);
    }

    private static Object toJson(Node node) {
        if (node instanceof MappingNode mapping) {
            Map<String, Object> section = new LinkedHashMap<>();
            mapping.getValue()
                    .forEach(tuple -> section.put(
                            String.valueOf(
                                    tuple.getKeyNode() instanceof ScalarNode key
                                            ? key.getValue()
                                            : toJson(tuple.getKeyNode())),
                            toJson(tuple.getValueNode())));
            return section;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(ConfigurationSchema::toJson).toList();
        }
        return scalar((ScalarNode) node);
    }

    private static Object scalar(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(node.getValue());
        }
        if (tag.equals(Tag.INT)) {
            return new BigInteger(node.getValue());
        }
        // The schema asks for whole numbers only, so which other number it is makes no difference.
        return tag.equals(Tag.FLOAT) ? (Object) 0.5 : node.getValue();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}

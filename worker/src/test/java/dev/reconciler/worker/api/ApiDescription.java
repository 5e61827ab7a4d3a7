package dev.reconciler.worker.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.reconciler.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The interface's own description, and how an answer is held against it. */
final class ApiDescription {
    private static final String SCHEMAS = "#/components/schemas/";

    /** What the server itself says of a path or a method that there is not. */
    private static final List<Integer> OF_THE_SERVER = List.of(404, 405);

    private final JsonNode description = read();

    private static JsonNode read() {
        try {
            return Json.read(OpenApiDescription.read().getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What an answer has that the description does not say; empty where it is as described. */
    List<String> findProblems(String method, String path, int status, JsonNode body) {
        Optional<JsonNode> operation = findPath(path)
                .map(found -> found.path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject);
        if (operation.isEmpty()) {
            return status == 401 || OF_THE_SERVER.contains(status)
                    ? List.of()
                    : List.of(method + " " + path + " is not described, and answered " + status);
        }
        JsonNode response = resolve(operation.get().path("responses").path(String.valueOf(status)));
        if (response.isMissingNode()) {
            return List.of(method + " " + path + ": status " + status + " is not described");
        }
        JsonNode content = response.path("content");
        return content.isMissingNode()
                ? List.of()
                : validate(content.iterator().next().path("schema"), body);
    }

    private Optional<JsonNode> findPath(String path) {
        String plain = path.replaceAll("\\?.*", "");
        return description.path("paths").properties().stream()
                .filter(entry -> plain.matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : description.at(reference.substring(1));
    }

    private List<String> validate(JsonNode schema, JsonNode body) {
        Validator validator = new ValidatorFactory().createValidator();
        ObjectNode whole = schema.deepCopy();
        whole.set("$defs", description.path("components").path("schemas"));
        URI uri = validator.registerSchema(whole.toString().replace(SCHEMAS, "#/$defs/"));
        return validator.validate(uri, body.toString()).getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .toList();
    }
}

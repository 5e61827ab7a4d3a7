package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description has each refusal that an operation of its kind can answer with. */
class DescribedProblemsTest {
    private static final List<String> METHODS = List.of("get", "post", "put", "delete");

    private static Stream<JsonNode> operations() throws IOException {
        return Json.read(OpenApiDescription.read().getBytes(StandardCharsets.UTF_8)).path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream())
                .filter(operation -> METHODS.contains(operation.getKey()))
                .map(Map.Entry::getValue);
    }

    private static List<String> statusesOf(JsonNode operation) {
        return operation.path("responses").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void whateverIsAskedMayLackItsTokenOrItsService() throws IOException {
        assertThat(operations()).isNotEmpty().allSatisfy(operation -> assertThat(statusesOf(operation))
                .contains("401", "503"));
    }

    @Test
    void aBodyMayComeTooLateOrBeTooLarge() throws IOException {
        assertThat(operations().filter(operation -> operation.has("requestBody")))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(statusesOf(operation)).contains("400", "408", "413"));
    }
}

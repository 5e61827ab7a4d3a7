package dev.reconciler.worker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.deployment.ComposeFile.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file, held against the specification's schema and against what it needs to come up by itself. */
class ComposeFileTest {
    private ComposeFile compose;

    @BeforeEach
    void read() throws IOException {
        compose = ComposeFile.read();
    }

    @Test
    void agreesWithTheSpecification() throws IOException {
        assertThat(validate(compose.content()).getErrors())
                .extracting(error -> error.getInstanceLocation() + ": " + error.getError())
                .isEmpty();
    }

    @Test
    void theSpecificationKnowsAMisspeltKey() throws IOException {
        Map<String, Object> misspelt = new LinkedHashMap<>(compose.content());
        misspelt.put("services", Map.of("worker", Map.of("imagee", "reconciler:1")));

        assertThat(validate(misspelt).isValid()).isFalse();
    }

    @Test
    void everyImageIsPinned() {
        assertThat(compose.services()).hasSizeGreaterThanOrEqualTo(8).allSatisfy(service -> assertThat(service.image())
                .matches(".+:.*\\d+\\.\\d+.*"));
    }

    @Test
    void everyMountedFileIsThere() {
        assertThat(compose.services().stream().flatMap(Service::mountedFiles))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).isRegularFile());
    }

    @Test
    void whatIsWaitedForHasAHealthCheckOrEndsByItself() {
        assertThat(compose.services()).allSatisfy(service -> service.dependencies()
                .forEach((name, condition) -> assertThat(condition).isEqualTo(conditionOf(compose.service(name)))));
    }

    private static String conditionOf(Service service) {
        return service.has("healthcheck") ? "service_healthy" : "service_completed_successfully";
    }

    @Test
    void whatEndsByItselfIsRepeatedUntilItSucceeds() {
        assertThat(compose.services())
                .allSatisfy(service -> assertThat(service.restart()).isEqualTo(restartOf(service)));
    }

    private static String restartOf(Service service) {
        // The worker's health check is its image's.
        return service.has("healthcheck") || service.name().equals("worker") ? "unless-stopped" : "on-failure";
    }

    @Test
    void everyLogIsRotated() {
        assertThat(compose.services())
                .allSatisfy(service ->
                        assertThat(service.content().get("logging")).asString().contains("max-size", "max-file"));
    }

    @Test
    void portsAreOpenToThisMachineOnly() {
        assertThat(compose.services().stream().flatMap(service -> service.ports().stream()))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @Test
    void noPasswordIsWrittenDown() {
        assertThat(compose.services().stream()
                        .flatMap(service -> service.environment().keySet().stream())
                        .filter(name -> name.matches(".*(PASSWORD|PWD|TOKEN|SECRET).*")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).endsWith("_FILE"));
    }

    @Test
    void theConfigurationOfItsWorkerIsAccepted(@TempDir Path directory) throws IOException {
        for (String secret : new String[] {"webhook", "reload-token"}) {
            Files.writeString(directory.resolve(secret), "something");
        }
        String mounted = Files.readString(Deployment.file("deploy/reconciler.yaml"));
        Path file = Files.writeString(
                directory.resolve("reconciler.yaml"), mounted.replace("/run/reconciler/", directory + "/"));

        assertThat(new ConfigurationReader(Map.of(), Optional::empty).read(file).repositories())
                .hasSize(1);
    }

    @Test
    void theOverrideOfThePageAgreesWithTheSpecification() throws IOException {
        String page = Files.readString(Deployment.file("docs/deploying.md"));
        ComposeFile override = ComposeFile.parse(
                "services:\n" + page.split("```yaml\nservices:\n")[1].split("```")[0]);

        assertThat(validate(override.content()).getErrors()).isEmpty();
        assertThat(compose.services())
                .extracting(Service::name)
                .containsAll(override.services().stream().map(Service::name).toList());
    }

    private static Validator.Result validate(Map<String, Object> content) throws IOException {
        try (InputStream schema = ComposeFileTest.class.getResourceAsStream("/compose/compose-spec.json")) {
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            return new ValidatorFactory().validate(text, new Gson().toJson(content));
        }
    }
}

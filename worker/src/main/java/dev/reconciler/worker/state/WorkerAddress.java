package dev.reconciler.worker.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.file.ReplacedFile;
import dev.reconciler.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the worker of this host is, for the commands beside it: the file {@code worker.json} of the state directory,
 * which is there as long as the worker runs.
 *
 * @param url the beginning of the worker's URLs
 * @param secret by which the worker knows the commands of this host, of this start alone
 */
public record WorkerAddress(String url, String secret) {
    private static final String NAME = "worker.json";

    /** Reads the file in a state directory; empty where there is none, or none that this process can read. */
    public static Optional<WorkerAddress> find(Path state) {
        try {
            JsonNode worker = Json.read(Files.readAllBytes(state.resolve(NAME)));
            return Optional.of(new WorkerAddress(
                    worker.required("address").textValue(),
                    worker.required("secret").textValue()));
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        }
    }

    void write(Path state) throws IOException {
        ReplacedFile.write(state.resolve(NAME), Json.write(Map.of("address", url, "secret", secret)));
    }

    static void remove(Path state) throws IOException {
        Files.deleteIfExists(state.resolve(NAME));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return url;
    }
}

package dev.reconciler.worker.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.json.Json;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.state.WorkerAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The worker of this host, found by its file in the state directory and asked over HTTP. */
public final class LocalWorker {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** The worker answers a request that waits for up to a minute. */
    private static final Duration ANSWER = Duration.ofSeconds(90);

    private final WorkerAddress address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    private LocalWorker(WorkerAddress address) {
        this.address = address;
    }

    /**
     * Finds the worker that serves those repositories.
     *
     * @return empty where none runs on this host, or the one that does has another configuration
     */
    public static Optional<LocalWorker> find(Configuration configuration) {
        Set<String> wanted = configuration.repositories().stream()
                .map(RepositoryConfiguration::id)
                .map(Object::toString)
                .collect(Collectors.toSet());
        return WorkerAddress.find(configuration.state()).map(LocalWorker::new).filter(worker -> worker.serves(wanted));
    }

    private boolean serves(Set<String> wanted) {
        try {
            Answer served = get("/api/v1/repositories");
            return served.status() == 200
                    && StreamSupport.stream(served.body().get("repositories").spliterator(), false)
                            .map(repository -> repository.get("repository").asText())
                            .collect(Collectors.toSet())
                            .containsAll(wanted);
        } catch (TemporalUnavailableException gone) {
            // A worker that was killed leaves its file.
            return false;
        }
    }

    /** @throws TemporalUnavailableException if the worker does not answer */
    Answer get(String path) {
        return send(request(path).GET().build());
    }

    /** @throws TemporalUnavailableException if the worker does not answer */
    Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address.url() + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + address.secret());
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), Json.read(answer.body()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw newUnavailableError(stopped);
        } catch (IOException gone) {
            throw newUnavailableError(gone);
        }
    }

    private TemporalUnavailableException newUnavailableError(Exception cause) {
        return new TemporalUnavailableException(
                "the worker of this host at " + address + " does not answer (" + cause + ")", cause);
    }

    /** An answer of the worker. */
    record Answer(int status, JsonNode body) {
        /** @throws TemporalUnavailableException if the worker could not do it */
        JsonNode require(int expected) {
            if (status != expected) {
                throw new TemporalUnavailableException(
                        "the worker of this host answered " + status + ": "
                                + body.path("detail").asText(),
                        new IllegalStateException(body.toString()));
            }
            return body;
        }
    }
}

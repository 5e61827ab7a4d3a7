package dev.reconciler.worker.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.json.Json;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.state.WorkerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The worker of this host, found by its file in the state directory and asked over HTTP. */
public final class LocalWorker {
    private static final String REPOSITORIES = "/api/v1/repositories";
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** The worker answers a request that waits for up to a minute. */
    private static final Duration ANSWER = Duration.ofSeconds(90);

    /** The trace of whoever calls the command, in W3C's form and by OpenTelemetry's name for the variable. */
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}(?:-[0-9a-f]{2,32}){3}");

    /**
     * So many are asked for one by one, more with all that the worker serves: it looks at each that it shows, which takes
     * it minutes for thousands.
     */
    private static final int FEW = 20;

    private static final byte[] NO_OBJECT = {'{', '}'};

    private final WorkerAddress address;
    private final @Nullable String trace;

    /** Repositories that it serves, as it showed them when it was found. */
    private final Map<String, JsonNode> served = new HashMap<>();

    private LocalWorker(WorkerAddress address, @Nullable String trace) {
        this.address = address;
        this.trace = trace;
    }

    /**
     * Finds the worker that serves those repositories.
     *
     * @param environment may name the trace that the requests belong to
     * @return empty where none runs on this host, or the one that does has another configuration
     */
    public static Optional<LocalWorker> find(Configuration configuration, Map<String, String> environment) {
        return findOfSome(configuration, environment)
                .filter(worker -> worker.served.keySet().containsAll(listIds(configuration)));
    }

    /**
     * Finds the worker that serves at least one of those repositories: it may have begun before the others came to the
     * configuration.
     *
     * @param environment may name the trace that the requests belong to
     */
    public static Optional<LocalWorker> findOfSome(Configuration configuration, Map<String, String> environment) {
        return WorkerAddress.find(configuration.state())
                .map(address -> new LocalWorker(address, environment.get("TRACEPARENT")))
                .filter(worker -> worker.servesSome(listIds(configuration)));
    }

    private static Set<String> listIds(Configuration configuration) {
        return configuration.repositories().stream()
                .map(RepositoryConfiguration::id)
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    private boolean servesSome(Set<String> wanted) {
        try {
            if (wanted.size() > FEW) {
                get(REPOSITORIES).require(200).path("repositories").forEach(this::noteServed);
            } else {
                wanted.forEach(this::look);
            }
            return served.keySet().stream().anyMatch(wanted::contains);
        } catch (TemporalUnavailableException gone) {
            // A worker that was killed leaves its file. One that can't say how a repository is leaves that to Temporal.
            return false;
        }
    }

    private void look(String id) {
        Answer answer = get(REPOSITORIES + "/" + id);
        if (answer.status() != 404) {
            noteServed(answer.require(200));
        }
    }

    private void noteServed(JsonNode repository) {
        served.put(repository.path("repository").asText(), repository);
    }

    /** The repository as the worker showed it when it was found; empty where it does not serve it. */
    Optional<JsonNode> findServed(String id) {
        return Optional.ofNullable(served.get(id));
    }

    /** @throws TemporalUnavailableException if the worker does not answer */
    Answer get(String path) {
        return send("GET", path);
    }

    /** @throws TemporalUnavailableException if the worker does not answer */
    Answer post(String path) {
        return send("POST", path);
    }

    // Java's newer client prepares TLS before its first request, for a tenth of a second that a status would wait for.
    private Answer send(String method, String path) {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) URI.create(address.url() + path).toURL().openConnection(Proxy.NO_PROXY);
            request.setConnectTimeout((int) CONNECT.toMillis());
            request.setReadTimeout((int) ANSWER.toMillis());
            request.setInstanceFollowRedirects(false);
            request.setRequestMethod(method);
            if (method.equals("POST")) {
                // Without a length the client sends it a second time where the worker ends before it answers.
                request.setDoOutput(true);
                request.setFixedLengthStreamingMode(0);
            }
            request.setRequestProperty("Authorization", "Bearer " + address.secret());
            if (trace != null && TRACE.matcher(trace).matches()) {
                request.setRequestProperty("traceparent", trace);
            }
            int status = request.getResponseCode();
            return new Answer(status, Json.read(readBody(request, status)));
        } catch (IOException gone) {
            throw newUnavailableError(gone);
        }
    }

    private static byte[] readBody(HttpURLConnection request, int status) throws IOException {
        try (InputStream body = status < 400 ? request.getInputStream() : request.getErrorStream()) {
            // An error may have none.
            return body == null ? NO_OBJECT : body.readAllBytes();
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

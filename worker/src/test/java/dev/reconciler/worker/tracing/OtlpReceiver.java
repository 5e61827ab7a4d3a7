package dev.reconciler.worker.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A collector of traces: OTLP over HTTP. */
final class OtlpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    private void receive(HttpExchange request) throws IOException {
        ReceivedSpan.read(request.getRequestBody().readAllBytes()).forEach(spans::add);
        logins.add(String.valueOf(request.getRequestHeaders().getFirst("Authorization")));
        request.sendResponseHeaders(200, -1);
        request.close();
    }

    /** The variables that have a process send its traces here, at once. */
    Map<String, String> variables() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer canary-collector",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test",
                "OTEL_BSP_SCHEDULE_DELAY", "50");
    }

    /** What the senders have shown of themselves. */
    List<String> logins() {
        return logins;
    }

    List<ReceivedSpan> all() {
        return List.copyOf(spans);
    }

    List<ReceivedSpan> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** Waits for the span of a run that a trace leads to, which comes last. */
    ReceivedSpan awaitRun(String trace) {
        await(trace, "RunWorkflow:ReconcileWorkflow");
        return only(trace, "RunWorkflow:ReconcileWorkflow");
    }

    /** Waits for the span of a run of that repository, whatever it was asked by. */
    void awaitRunOf(String repository) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> spans.stream()
                .filter(span -> span.name().equals("RunWorkflow:ReconcileWorkflow"))
                .anyMatch(span -> repository.equals(span.attributes().get("reconciler.repository"))));
    }

    void await(String trace, String name) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !find(trace, name)
                .isEmpty());
    }

    List<ReceivedSpan> find(String trace, String name) {
        return ofTrace(trace).stream().filter(span -> span.name().equals(name)).toList();
    }

    ReceivedSpan only(String trace, String name) {
        return requireOne(name, find(trace, name));
    }

    /** The only one of all traces. */
    ReceivedSpan only(String name) {
        return requireOne(
                name, spans.stream().filter(span -> span.name().equals(name)).toList());
    }

    private ReceivedSpan requireOne(String name, List<ReceivedSpan> found) {
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + name + " in " + spans);
        }
        return found.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

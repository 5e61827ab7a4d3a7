package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.situations.RepositoryPair;
import dev.reconciler.worker.state.ConflictBook;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A worker with its service inside this process and two repositories, and an application that asks it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
abstract class ApplicationFixture {
    static final String TOKEN = "canary-31fe-application";
    static final String SECOND = "canary-90d2-second";
    static final String READER = "canary-77c0-reader";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path root;

    private final ApiDescription description = new ApiDescription();
    private final HttpClient client = HttpClient.newHttpClient();
    RepositoryPair data;
    Configuration configuration;
    private HostService service;
    private Thread thread;
    private int port;

    /** An answer: its status, its object, its headers. */
    record Received(int status, JsonNode body, Map<String, java.util.List<String>> headers) {}

    @BeforeAll
    void start() throws IOException {
        data = draw("data");
        draw("other");
        serve();
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (service != null) {
            service.close();
            thread.join();
        }
    }

    /** Another process takes the worker's place: the service inside it has forgotten everything. */
    final void restart() throws IOException, InterruptedException {
        restart(() -> {});
    }

    /** The same, with something that happens meanwhile. */
    final void restart(Runnable meanwhile) throws IOException, InterruptedException {
        stop();
        meanwhile.run();
        serve();
    }

    private static RepositoryPair draw(String id) {
        try {
            RepositoryPair pair = new RepositoryPair(Files.createDirectory(root.resolve(id)), "data");
            pair.script(RepositoryPair.WORK_TREE);
            return pair;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** Has a run decide about a conflict of the repository data, as the interface does. */
    final ReconcileResult decide(ConflictTask task) {
        return service.decisions()
                .decide(HostRepositories.of(configuration).get(0), task)
                .join();
    }

    /** Serves the repositories data and other; the application's token is for data alone. */
    private void serve() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(root.resolve("token"), TOKEN);
        Files.writeString(root.resolve("reader"), READER);
        Files.writeString(root.resolve("second"), SECOND);
        Path file = Files.writeString(root.resolve("reconciler.yaml"), """
                host: data-host-1
                state: state
                repositories:
                  - { id: data, path: data/data, remote: data/remote.git, branch: main, watch: false }
                  - { id: other, path: other/data, remote: other/remote.git, branch: main, watch: false, every: 7d }
                webhook: { listen: "127.0.0.1:%d" }
                api:
                  tokens:
                    - { name: app, token: "file:token", repositories: [ data ] }
                    - { name: reader, token: "file:reader", access: read }
                    - { name: second, token: "file:second" }
                """.formatted(port));
        configuration = new ConfigurationReader(Map.of(), Optional::empty).read(file);
        service = new Assembly().service(configuration, true);
        thread = new Thread(service::run, "service");
        thread.start();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> isReady());
    }

    /** The configured repository data. */
    final RepositoryConfiguration dataRepository() {
        return configuration.repositories().get(0);
    }

    /** The remote of the repository data. */
    final NativeGit remote() {
        return NativeGit.in(data.remote());
    }

    /** What the host knows of conflicts. */
    final ConflictCases cases() throws IOException {
        return new ConflictCases(
                configuration.repositories(), configuration.identity(), ConflictBook.open(configuration.state()));
    }

    private boolean isReady() throws InterruptedException {
        try {
            return send(request("/health/ready").GET().build()).status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    final HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path));
    }

    final URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    final Received send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        Received received = new Received(
                response.statusCode(),
                JSON.readTree(response.body()),
                response.headers().map());
        String path =
                request.uri().toString().substring(request.uri().toString().indexOf("/", 8));
        if (path.startsWith("/api/")) {
            assertThat(description.findProblems(request.method(), path, received.status(), received.body()))
                    .as(received.toString())
                    .isEmpty();
        }
        return received;
    }

    final Received get(String token, String path) throws IOException, InterruptedException {
        return send(
                request(path).header("Authorization", "Bearer " + token).GET().build());
    }

    final Received delete(String token, String path) throws IOException, InterruptedException {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .DELETE()
                .build());
    }

    final Received post(String token, String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    final Received put(String token, String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.ofString(body))
                .build());
    }

    static void assertProblem(Received answer, int status, String detail) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).containsExactly("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertThat(answer.body().get("detail").asText()).contains(detail);
    }

    final Received post(String token, String path) throws IOException, InterruptedException {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody())
                .build());
    }
}

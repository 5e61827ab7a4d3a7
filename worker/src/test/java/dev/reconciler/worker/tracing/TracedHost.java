package dev.reconciler.worker.tracing;

import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/** A worker whose traces are received, a repository, its application, and one repository without a remote. */
final class TracedHost implements AutoCloseable {
    static final String CI = "canary-ci-token";
    private static final String APPLICATION = "canary-application";

    final RepositoryPair data;
    final List<String> told = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer application;
    private final Configuration configuration;
    private final HostService service;
    private final Thread thread;
    private final String id;
    private final int port;
    private volatile CountDownLatch taken = new CountDownLatch(0);

    /** @param temporal where the service is; null for the one inside this process */
    TracedHost(Path root, String id, String temporal, Map<String, String> variables) throws Exception {
        this.id = id;
        Path folder = Files.createDirectory(root.resolve(id));
        data = new RepositoryPair(folder, "data");
        data.script(RepositoryPair.WORK_TREE);
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/reload", request -> {
            told.add(String.valueOf(request.getRequestHeaders().getFirst("traceparent")));
            awaitTaken();
            request.sendResponseHeaders(204, -1);
            request.close();
        });
        application.start();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(root.resolve("ci"), CI);
        Files.writeString(root.resolve("application"), APPLICATION);
        Path file = Files.writeString(root.resolve("reconciler.yaml"), """
                host: host-of-%1$s
                state: state-of-%1$s
                %2$s
                repositories:
                  - { id: %1$s, path: %1$s/data, remote: %1$s/remote.git, branch: main, watch: false,
                      reload: { url: "http://127.0.0.1:%3$d/reload", token: "file:application" } }
                  - { id: %1$s-gone, path: gone, remote: gone.git, branch: main, watch: false }
                webhook: { listen: "127.0.0.1:%4$d", reloadToken: "file:ci" }
                api: { tokens: [ { name: app, token: "file:application" } ] }
                """.formatted(
                        id,
                        temporal == null ? "" : "temporal: { address: \"" + temporal + "\" }",
                        application.getAddress().getPort(),
                        port));
        configuration = new ConfigurationReader(Map.of(), Optional::empty).read(file);
        service = new Assembly(variables).service(configuration, temporal == null);
        thread = new Thread(service::run, "service");
        thread.start();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::isReady);
    }

    private void awaitTaken() {
        try {
            taken.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return send(request("/health/ready").GET()) == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** The remote gets a commit. */
    void commitOnRemote(String file) {
        data.script("commit $REMOTE " + file + " 1");
    }

    String tip(Path repository) {
        return NativeGit.in(repository)
                .attempt("rev-parse", "refs/heads/main")
                .output()
                .strip();
    }

    /** A CI job asks for a run. */
    int requestReload(String traceparent) throws Exception {
        return requestReload(id, traceparent, CI);
    }

    int requestReload(String repository, String traceparent, String token) throws Exception {
        String body = "{\"repository\":\"" + repository + "\",\"branch\":\"main\",\"commitHash\":\""
                + tip(data.remote()) + "\"}";
        return send(request("/webhooks/reload")
                .header("Authorization", "Bearer " + token)
                .header("traceparent", traceparent)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** An application asks for a run, and waits for it. */
    int awaitRun(String traceparent) throws Exception {
        return send(request("/api/v1/repositories/" + id + "/runs?wait=30s")
                .header("Authorization", "Bearer " + APPLICATION)
                .header("traceparent", traceparent)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** A command of this host asks for a run, and waits for it. */
    ReconcileResult awaitRunOfCommand(Map<String, String> environment) {
        try (ServiceRuns runs = new Assembly(environment).nearestRuns(configuration)) {
            return runs.awaitPass(HostRepositories.of(configuration).get(0), Trigger.MANUAL)
                    .join();
        }
    }

    /** A person decides about a conflict. */
    int decide(String utc, String action, String traceparent) throws Exception {
        return send(request("/api/v1/conflicts/" + id + "/" + utc + "/" + action + "?wait=30s")
                .header("Authorization", "Bearer " + APPLICATION)
                .header("traceparent", traceparent)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** From now on the application answers only once the latch is at zero. */
    void holdApplication(CountDownLatch until) {
        taken = until;
    }

    void awaitTold(int calls) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> told.size() >= calls);
    }

    static String randomTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    public void close() throws InterruptedException {
        service.close();
        thread.join();
        application.stop(0);
    }
}

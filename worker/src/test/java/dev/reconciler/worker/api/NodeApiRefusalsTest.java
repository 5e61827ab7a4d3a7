package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server in docs/examples/node-api beside a worker that refuses: what it answers is what became of the record. */
@Tag("slow")
class NodeApiRefusalsTest {
    private static final String LEASE = "{\"lease\":\"5b0c\",\"fence\":1,\"expiresAt\":\"2026-11-27T00:00:30Z\"}";
    private static final String PROBLEM = "{\"detail\":\"refused by the test\"}";

    @TempDir
    Path root;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile int leases = 201;
    private RepositoryPair data;
    private HttpServer worker;
    private URI api;
    private Process node;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(
                ExamplesTest.isThere("node"), "there is no node on the path of this user, so its example is left out");
        data = new RepositoryPair(root, "data");
        data.script("git init -q --bare -b main $REMOTE\n"
                + "commit $REMOTE records/bridge.json '{\"value\": \"stone\", \"revision\": 1}'");
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/", this::answer);
        worker.start();
        api = URI.create("http://127.0.0.1:" + findFreePort());
        node = startApi();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::isServing);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (node != null) {
            node.destroyForcibly().waitFor();
            worker.stop(0);
        }
    }

    private static int findFreePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** As a worker that is ready, gives leases or does not, and knows of no commit. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + path);
        if (path.equals("/health/ready")) {
            send(exchange, 200, "{}");
        } else if (path.endsWith("/leases")) {
            send(exchange, leases, leases == 201 ? LEASE : PROBLEM);
        } else if (path.contains("/leases/")) {
            send(exchange, 200, "{}");
        } else {
            send(exchange, 404, PROBLEM);
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Process startApi() throws IOException {
        Files.writeString(root.resolve("token"), "canary-token");
        ProcessBuilder program = new ProcessBuilder(
                        "node",
                        Path.of("../docs/examples/node-api/server.mjs")
                                .toAbsolutePath()
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("node.log").toFile());
        program.environment()
                .putAll(Map.ofEntries(
                        Map.entry("DATA", data.remote().toString()),
                        Map.entry("REPOSITORY", "records"),
                        Map.entry(
                                "WORKER",
                                "http://127.0.0.1:" + worker.getAddress().getPort()),
                        Map.entry("PORT", String.valueOf(api.getPort())),
                        Map.entry("API_TOKEN_FILE", root.resolve("token").toString()),
                        Map.entry("RELOAD_TOKEN_FILE", root.resolve("token").toString()),
                        Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
                        Map.entry("GIT_AUTHOR_NAME", "Records"),
                        Map.entry("GIT_AUTHOR_EMAIL", "records@example.org"),
                        Map.entry("GIT_COMMITTER_NAME", "Records"),
                        Map.entry("GIT_COMMITTER_EMAIL", "records@example.org")));
        return program.start();
    }

    private boolean isServing() throws IOException, InterruptedException {
        assertThat(node.isAlive())
                .as(Files.readString(root.resolve("node.log")))
                .isTrue();
        try {
            return client.send(HttpRequest.newBuilder(api.resolve("/records")).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> save(String wait) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(api.resolve("/records?wait=" + wait))
                        .POST(BodyPublishers.ofString("{\"name\":\"bridge\",\"value\":\"steel\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private String tip() {
        return NativeGit.in(data.remote()).run("rev-parse", "main");
    }

    @Test
    void aWaitThatIsNoneIsRefusedBeforeAnythingIsSaved() throws Exception {
        String before = tip();

        for (String wait : List.of("nonsense", "61s", "0s")) {
            assertThat(save(wait).statusCode()).isEqualTo(400);
        }

        assertThat(tip()).isEqualTo(before);
        assertThat(asked).noneMatch(request -> request.contains("/leases"));
    }

    /** 409 would say that it is on a conflict branch. */
    @Test
    void whereNoLeaseIsHadNothingIsSavedAndItMayBePostedAgain() throws Exception {
        String before = tip();

        for (int refusal : List.of(409, 503)) {
            leases = refusal;
            HttpResponse<String> refused = save("1s");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");
            assertThat(refused.body()).contains("refused by the test");
        }
        assertThat(tip()).isEqualTo(before);

        leases = 201;
        save("1s");
        assertThat(tip()).isNotEqualTo(before);
    }

    @Test
    void whatIsSavedIsSaidToBeThoughTheWorkerKnowsNothingOfIt() throws Exception {
        HttpResponse<String> saved = save("1s");

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(202);
        assertThat(new ObjectMapper().readTree(saved.body()).get("commit").asText())
                .isEqualTo(tip());
        assertThat(saved.body()).contains("\"state\":\"unpushed\"");
    }
}

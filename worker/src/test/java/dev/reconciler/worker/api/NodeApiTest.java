package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.situations.RepositoryPair;
import dev.reconciler.worker.transports.GitHttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The server in docs/examples/node-api beside a worker that is killed, a remote that goes away and a peer that pushes. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeApiTest {
    private static final Path SERVER =
            Path.of("../docs/examples/node-api/server.mjs").toAbsolutePath();
    private static final String TOKEN = "canary-5a1c-api";
    private static final String RELOAD = "canary-c2b7-reload";
    private static final String GIT_TOKEN = "canary-11d8-git";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private Path root;
    private RepositoryPair data;
    private GitHttpServer remote;
    private URI worker;
    private URI api;
    private Program.Running running;
    private Process node;

    private record Answer(int status, JsonNode body) {}

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        assumeTrue(
                ExamplesTest.isThere("node"), "there is no node on the path of this user, so its example is left out");
        root = folder;
        data = new RepositoryPair(root, "data.git");
        data.script("git init -q --bare -b main $REMOTE\n"
                + "git -C $REMOTE config http.receivepack true\n"
                + "commit $REMOTE records/bridge.json '{\"value\": \"stone\", \"revision\": 1}'");
        remote = new GitHttpServer(root, GIT_TOKEN);
        worker = URI.create("http://127.0.0.1:" + findFreePort());
        api = URI.create("http://127.0.0.1:" + findFreePort());
        Files.writeString(root.resolve("api"), TOKEN);
        Files.writeString(root.resolve("reload"), RELOAD);
        Files.writeString(root.resolve("reconciler.yaml"), """
                state: state
                repositories:
                  - id: records
                    path: data.git
                    remote: %s
                    %s
                    branch: main
                    reload: { url: "%s/api/_internal/reload-data", token: "file:reload" }
                webhook: { listen: "%s", reloadToken: "file:api" }
                api:
                  tokens: [ { name: records-api, token: "file:api", repositories: [ records ] } ]
                """.formatted(
                        remote.url(data.remote()), remote.credentials(), api, worker.getAuthority()));
        startWorker();
        startApi();
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (node != null) {
            node.destroyForcibly().waitFor();
        }
        if (running != null) {
            running.close();
        }
        if (remote != null) {
            remote.close();
        }
    }

    private void startWorker() {
        running = Program.in(root).with("GIT_TOKEN", GIT_TOKEN).start("worker", "--embedded");
    }

    private void startApi() throws IOException {
        ProcessBuilder program = new ProcessBuilder("node", SERVER.toString())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("node.log").toFile());
        program.environment()
                .putAll(Map.ofEntries(
                        Map.entry("DATA", data.local().toString()),
                        Map.entry("REPOSITORY", "records"),
                        Map.entry("WORKER", worker.toString()),
                        Map.entry("PORT", String.valueOf(api.getPort())),
                        Map.entry("API_TOKEN_FILE", root.resolve("api").toString()),
                        Map.entry("RELOAD_TOKEN_FILE", root.resolve("reload").toString()),
                        Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
                        Map.entry("GIT_AUTHOR_NAME", "Records"),
                        Map.entry("GIT_AUTHOR_EMAIL", "records@example.org"),
                        Map.entry("GIT_COMMITTER_NAME", "Records"),
                        Map.entry("GIT_COMMITTER_EMAIL", "records@example.org")));
        node = program.start();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::isServing);
    }

    private boolean isServing() throws InterruptedException {
        assertThat(node.isAlive()).as(this::printed).isTrue();
        try {
            return ask(api, "GET", "/records", "").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String printed() {
        try {
            return Files.readString(root.resolve("node.log")) + running.printed();
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    private static int findFreePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private Answer ask(URI server, String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    private Answer save(String name, String value, String wait) throws Exception {
        return ask(api, "POST", "/records?wait=" + wait, "{\"name\":\"%s\",\"value\":\"%s\"}".formatted(name, value));
    }

    private JsonNode becameOf(Answer saved) throws Exception {
        String commit = saved.body().get("commit").asText();
        Answer later = ask(api, "GET", "/commits/" + commit + "?wait=60s", "");
        assertThat(later.status()).as(later + printed()).isEqualTo(200);
        return later.body();
    }

    /** A peer pushes, and a job of CI says so. */
    private void pushAsPeer(String name, String value) {
        data.script("commit $REMOTE records/" + name + ".json '{\"value\": \"" + value + "\", \"revision\": 1}'");
    }

    private Answer tellWorker() throws Exception {
        return ask(
                worker,
                "POST",
                "/webhooks/reload?wait=60s",
                "{\"repository\":\"records\",\"branch\":\"main\",\"commitHash\":\"%s\"}".formatted(tipOfRemote()));
    }

    private String tipOfRemote() {
        return NativeGit.in(data.remote()).run("rev-parse", "main");
    }

    private void takeRemoteAway() {
        remote.close();
    }

    private void bringRemoteBack() throws IOException {
        remote = new GitHttpServer(root, GIT_TOKEN, remote.port());
    }

    private Map<String, String> recordsOf(String revision) throws IOException {
        NativeGit git = NativeGit.in(data.remote());
        Map<String, String> records = new LinkedHashMap<>();
        for (String path :
                git.run("ls-tree", "-r", "--name-only", revision).lines().toList()) {
            records.put(
                    path.replaceAll("records/|\\.json", ""),
                    JSON.readTree(git.run("show", revision + ":" + path))
                            .get("value")
                            .asText());
        }
        return records;
    }

    private Map<String, String> recordsInMemory() throws Exception {
        Map<String, String> records = new LinkedHashMap<>();
        JsonNode all = ask(api, "GET", "/records", "").body().get("records");
        all.fields()
                .forEachRemaining(each ->
                        records.put(each.getKey(), each.getValue().get("value").asText()));
        return records;
    }

    @Test
    void nothingIsLostOverAnOutageAKillAndAConflict() throws Exception {
        // The clone was missing: the worker has made it before the API read it.
        assertThat(recordsInMemory()).containsExactly(Map.entry("bridge", "stone"));

        // A commit is on the remote when the answer says so, and what a peer pushes is in memory.
        Answer saved = save("tower", "brick", "60s");
        assertThat(saved.status()).as(saved + printed()).isEqualTo(201);
        assertThat(saved.body().get("remoteCommit").asText()).isEqualTo(tipOfRemote());
        pushAsPeer("gate", "iron");
        assertThat(tellWorker().body().get("outcome").asText()).isEqualTo("fast-forwarded");
        assertThat(recordsInMemory()).isEqualTo(recordsOf("main")).hasSize(3);

        // The remote goes away, then the worker is killed; the API takes what is posted.
        takeRemoteAway();
        Answer withoutRemote = save("wall", "wood", "100ms");
        assertThat(withoutRemote.status()).as(withoutRemote + printed()).isEqualTo(202);
        running.close();
        Answer withoutWorker = save("wall", "clay", "100ms");
        assertThat(withoutWorker.status()).as(withoutWorker + printed()).isEqualTo(202);
        assertThat(recordsInMemory()).containsEntry("wall", "clay");
        pushAsPeer("roof", "slate");
        bringRemoteBack();
        startWorker();
        awaitWorker();
        assertThat(becameOf(withoutRemote).get("state").asText()).isEqualTo("pushed");
        assertThat(becameOf(withoutWorker).get("remoteCommit").asText()).isEqualTo(tipOfRemote());
        assertThat(recordsInMemory())
                .isEqualTo(recordsOf("main"))
                .containsEntry("roof", "slate")
                .containsEntry("wall", "clay");

        // A peer changes the same record meanwhile: theirs counts, and ours is where a person finds it.
        takeRemoteAway();
        Answer ours = save("gate", "gold", "100ms");
        assertThat(ours.status()).as(ours + printed()).isEqualTo(202);
        pushAsPeer("gate", "steel");
        bringRemoteBack();
        assertThat(tellWorker().body().get("outcome").asText()).isEqualTo("conflict-escaped");
        JsonNode escaped = becameOf(ours);
        assertThat(escaped.get("state").asText()).isEqualTo("escaped");
        assertThat(recordsOf(escaped.get("branch").asText())).containsEntry("gate", "gold");
        assertThat(recordsInMemory())
                .isEqualTo(recordsOf("main"))
                .containsEntry("gate", "steel")
                .hasSize(5);

        assertThat(node.isAlive()).as(this::printed).isTrue();
    }

    private void awaitWorker() {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            try {
                return ask(worker, "GET", "/health/ready", "").status() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @Test
    void strangersAndNonsenseAreRefused() throws Exception {
        assertThat(ask(api, "POST", "/api/_internal/reload-data", "{}").status())
                .isEqualTo(401);
        assertThat(save("../up", "x", "1s").status()).isEqualTo(400);
        assertThat(ask(api, "POST", "/records", "no json").status()).isEqualTo(400);
        assertThat(ask(api, "GET", "/records/none", "").status()).isEqualTo(404);
        assertThat(ask(api, "GET", "/commits/" + "a".repeat(40), "").status()).isEqualTo(404);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        assertThat(save("large", "x".repeat(4 << 20), "1s").status()).isEqualTo(413);
        assertThat(ask(api, "GET", "/records/large", "").status()).isEqualTo(404);
    }

    /**
     * Java's client offers another protocol, and on a busy machine it had the answer before its body was on the way. Node
     * does not see the request that then comes with the body, and the client waited in vain.
     */
    @Test
    void nobodyIsRefusedBeforeTheBodyHasCome() throws Exception {
        try (Socket stranger = new Socket(api.getHost(), api.getPort())) {
            stranger.setSoTimeout(10_000);
            write(stranger, """
                    POST /api/_internal/reload-data HTTP/1.1
                    Host: h
                    Connection: Upgrade, HTTP2-Settings
                    Upgrade: h2c
                    HTTP2-Settings: AAEAAEAA
                    Content-Length: 2

                    """);
            // Once this one is answered, the head of the other was read.
            ask(api, "GET", "/records", "");
            InputStream answers = stranger.getInputStream();
            assertThat(answers.available()).isZero();

            write(stranger, "{}");
            assertThat(new String(answers.readNBytes(13), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 401 ");
            write(stranger, """
                    GET /records/none HTTP/1.1
                    Host: h
                    Connection: close

                    """);
            assertThat(new String(answers.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("HTTP/1.1 404 ");
        }
    }

    private static void write(Socket client, String lines) throws IOException {
        client.getOutputStream().write(lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}

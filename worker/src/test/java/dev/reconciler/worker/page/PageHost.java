package dev.reconciler.worker.page;

import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A worker with its service inside this process, the repositories data and other, and a browser without a screen. */
final class PageHost implements AutoCloseable {
    static final String TOKEN = "canary-31fe-page";
    static final String DATA_ONLY = "canary-77c0-data";

    /** Tokens for all, and for data alone. */
    static final String TOKENS = """
            api:
              tokens:
                - { name: ops, token: "file:token" }
                - { name: app, token: "file:data-only", repositories: [ data ], access: read }
            """;

    private static final Pattern CONFLICT_BRANCH = Pattern.compile("\"conflictBranch\":\"conflicts/([^\"]+)\"");

    final Path root;
    final RepositoryPair data;
    final RepositoryPair other;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final HostService service;
    private final Thread thread;
    private int conflicts;

    PageHost(Path root, String settings) throws IOException {
        this(root, settings, "", new Assembly(), host -> {});
    }

    /**
     * A worker that finds something at its start.
     *
     * @param repositories more of them, a line each
     * @param before puts it there
     */
    PageHost(Path root, String settings, String repositories, Assembly program, Consumer<PageHost> before)
            throws IOException {
        this.root = root;
        this.data = draw("data");
        this.other = draw("other");
        Files.writeString(root.resolve("token"), TOKEN);
        Files.writeString(root.resolve("data-only"), DATA_ONLY);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path file = Files.writeString(root.resolve("reconciler.yaml"), """
                host: data-host-1
                state: state
                repositories:
                  - { id: data, path: data/data, remote: data/remote.git, branch: main, watch: false }
                  - { id: other, path: other/data, remote: other/remote.git, branch: main, watch: false }
                %swebhook: { listen: "127.0.0.1:%d" }
                """.formatted(repositories, port) + settings);
        before.accept(this);
        Configuration configuration = new ConfigurationReader(Map.of(), Optional::empty).read(file);
        service = program.service(configuration, true);
        thread = new Thread(service::run, "service");
        thread.start();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::isReady);
    }

    /** A clone and its remote in a folder of that name. */
    RepositoryPair draw(String id) throws IOException {
        RepositoryPair pair = new RepositoryPair(Files.createDirectory(root.resolve(id)), "data");
        pair.script(RepositoryPair.WORK_TREE);
        return pair;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Asks with those headers, name and value by turns; follows no redirection. */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET().build());
    }

    /** Sends a form, written as a browser does. */
    HttpResponse<String> post(String path, String form, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address().resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Logs in, and answers with the cookie. */
    String logIn(String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("/login", "token=" + token);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    /** Runs a pass of a repository, and waits for what it came to. */
    void reconcile(String id) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("POST", "/api/v1/repositories/" + id + "/runs?wait=30s", "");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    /** Asks as an application does, which may do everything. */
    HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        return send(request(path, "Authorization", "Bearer " + TOKEN)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /**
     * Has a run of data escape a conflict: both sides change the second line of a file of three.
     *
     * @return the path of its view
     */
    String makeConflict() throws IOException, InterruptedException {
        conflicts++;
        data.script("""
                commit $REMOTE base.txt 'one\\nremote-%1$d\\nthree'
                commit $CLONE base.txt 'one\\nlocal-%1$d\\nthree'
                """.formatted(conflicts));
        HttpResponse<String> ended = call("POST", "/api/v1/repositories/data/runs?wait=30s", "");
        Matcher branch = CONFLICT_BRANCH.matcher(ended.body());
        if (!branch.find()) {
            throw new IllegalStateException(ended.body());
        }
        return "/conflicts/data/" + branch.group(1);
    }

    @Override
    public void close() throws InterruptedException {
        service.close();
        thread.join();
    }
}

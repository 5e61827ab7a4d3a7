package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret goes to the configured server, and nowhere else. */
@Tag("slow")
class SecretTest {
    private static final String CANARY = "canary/41+b7";
    private static final List<String> DISGUISES = List.of(
            CANARY,
            "canary%2F41%2Bb7",
            Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8)),
            Base64.getEncoder().encodeToString(("bot:" + CANARY).getBytes(StandardCharsets.UTF_8)));

    @TempDir
    Path root;

    private final Set<String> toldToTheStranger = new ConcurrentSkipListSet<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private GitHttpServer trusting;
    private GitHttpServer refusing;
    private String configuration = "repositories:\n";

    @BeforeEach
    void serve() throws IOException {
        trusting = new GitHttpServer(root, CANARY);
        refusing = new GitHttpServer(root, "another");
        add("welcome", trusting.url(remote("welcome")));
        add("refused", refusing.url(remote("refused")));
        add("redirected", redirectTo(stranger()) + "/data.git");
        add("unreachable", "http://127.0.0.1:1/data.git");
        add("filtered", trusting.url(remote("filtered")));
        filterByEnvironment(root.resolve("filtered"));
        moveRemote("filtered");
        String application = ", reload: { url: \"" + tattler() + "/data\", token: \"env:RELOAD_TOKEN\" }";
        add("reloaded", trusting.url(remote("reloaded")), application);
        moveRemote("reloaded");
        Files.writeString(root.resolve("reconciler.yaml"), configuration);
    }

    @AfterEach
    void stop() {
        trusting.close();
        refusing.close();
        servers.forEach(server -> server.stop(0));
    }

    private Path remote(String id) {
        return root.resolve(id + "-remote.git");
    }

    /** A filter that fails, and says its environment and the command line of this program. */
    private static void filterByEnvironment(Path clone) throws IOException {
        String told = "env | grep -E 'TOKEN|KEY|PATH' >&2; tr '\\0' ' ' < /proc/$PPID/cmdline | tail -c 99 >&2; exit 1";
        NativeGit git = NativeGit.in(clone);
        git.run("config", "filter.told.smudge", told);
        git.run("config", "filter.told.required", "true");
        Files.writeString(clone.resolve(".git/info/attributes"), "new.txt filter=told\n");
    }

    private void moveRemote(String id) {
        NativeGit.in(root.resolve(id)).run("reset", "-q", "--hard", "HEAD~1");
        NativeGit writer = NativeGit.clone(remote(id).toString(), root.resolve(id + "-writer"));
        writer.commit("new.txt", "new\n");
        writer.run("push", "-q");
    }

    private void add(String id, String url) {
        add(id, url, "");
    }

    private void add(String id, String url, String more) {
        NativeGit local = NativeGit.init(root.resolve(id));
        local.commit("base.txt", "base\n");
        NativeGit.clone(local.directory().toString(), remote(id), "--bare");
        local.commit("local.txt", "local\n");
        configuration += ("  - { id: %s, path: \"%s\", remote: \"%s\", branch: main,"
                        + " credentials: { username: bot, password: \"env:GIT_TOKEN\" }%s }\n")
                .formatted(id, local.directory(), url, more);
    }

    private HttpServer server(String host) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), 0), 0);
        servers.add(server);
        server.start();
        return server;
    }

    private String stranger() throws IOException {
        HttpServer server = server("localhost");
        server.createContext("/", exchange -> {
            toldToTheStranger.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders());
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** An application that says back what it was told, and refuses it. */
    private String tattler() throws IOException {
        HttpServer server = server("127.0.0.1");
        server.createContext("/", exchange -> {
            byte[] said = exchange.getRequestHeaders().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String redirectTo(String url) throws IOException {
        HttpServer server = server("127.0.0.1");
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", url + exchange.getRequestURI());
            exchange.sendResponseHeaders(301, -1);
            exchange.close();
        });
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void isInNoOutputAndNoFile() throws IOException {
        Program.Finished run = Program.in(root)
                .with("GIT_TOKEN", CANARY)
                .with("RELOAD_TOKEN", CANARY)
                .with("TEMPORAL_API_KEY", CANARY)
                .with("RECONCILER_LOG", "trace")
                .run("once", "--json", "--retry-for", "1s");

        Map<String, JsonNode> results = run.results();
        assertThat(results.get("welcome").get("outcome").asText()).isEqualTo("pushed-ahead");
        assertThat(results.get("refused").at("/error/type").asText()).isEqualTo("AccessDenied");
        assertThat(results.get("redirected").at("/error/type").asText()).isEqualTo("AccessDenied");
        assertThat(results.get("unreachable").get("outcome").asText()).isEqualTo("fetch-failed");
        assertThat(results.get("filtered").at("/error/message").asText()).contains("PATH=", "--retry-for");
        assertThat(results.get("reloaded").get("message").asText()).contains("403");
        assertThat(toldToTheStranger).isEmpty();
        assertHidden(run.out() + run.err());
        for (Path file : files()) {
            assertHidden(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void isNotShownWhereTheCommandLineHasIt() {
        Program.Finished run = Program.in(root)
                .run("once", "--path", "welcome", "--branch", "main", "--remote", "https://bot:" + CANARY + "@x.org/y");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--remote");
        assertHidden(run.out() + run.err());
    }

    private static void assertHidden(String text) {
        DISGUISES.forEach(disguise -> assertThat(text).doesNotContain(disguise));
    }
}

package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private void add(String id, String url) {
        NativeGit local = NativeGit.init(root.resolve(id));
        local.commit("base.txt", "base\n");
        NativeGit.clone(local.directory().toString(), remote(id), "--bare");
        local.commit("local.txt", "local\n");
        configuration += ("  - { id: %s, path: \"%s\", remote: \"%s\", branch: main,"
                        + " credentials: { username: bot, password: \"env:GIT_TOKEN\" } }\n")
                .formatted(id, local.directory(), url);
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
                .with("RECONCILER_LOG", "trace")
                .run("once", "--json", "--retry-for", "1s");

        Map<String, JsonNode> results = run.results();
        assertThat(results.get("welcome").get("outcome").asText()).isEqualTo("pushed-ahead");
        assertThat(results.get("refused").at("/error/type").asText()).isEqualTo("AccessDenied");
        assertThat(results.get("redirected").at("/error/type").asText()).isEqualTo("AccessDenied");
        assertThat(results.get("unreachable").get("outcome").asText()).isEqualTo("fetch-failed");
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
    void isInNoHistory() {
        Configuration read = new ConfigurationReader(Map.of("GIT_TOKEN", CANARY), () -> Optional.of("host"))
                .read(root.resolve("reconciler.yaml"));
        RepositoryActivities activities = Assembly.newActivities(read, false);
        EmbeddedTemporal temporal = EmbeddedTemporal.start("host", activities, 4);
        for (RepositoryConfiguration repository : read.repositories()) {
            ReconcileInput input = new ReconcileInput(
                    repository.id(), "host", repository.branch(), Trigger.MANUAL, Duration.ofSeconds(1), false);
            ReconcileResult result =
                    new WorkflowRuns(temporal.client()).run(input).join();
            assertHidden(result.toString());
            assertHidden(
                    temporal.client().fetchHistory(repository.id().workflowId()).toJson(true));
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

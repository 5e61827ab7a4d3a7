package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.ReloadResponse;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is asked before its files move, and told afterwards. */
class ApplicationCallsTest {
    @TempDir
    Path root;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private HttpServer application;
    private RepositoryPair pair;
    private int refusals;

    @BeforeEach
    void serve() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", this::answer);
        application.start();
        pair = new RepositoryPair(root, "data");
    }

    @AfterEach
    void stop() {
        application.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean isBefore = body.contains("\"phase\":\"before\"");
        boolean isHere = Files.exists(pair.local().resolve("theirs.txt"));
        calls.add((isBefore ? "before" : "after") + (isHere ? ", files moved" : ""));
        int status = isBefore && refusals-- > 0 ? 409 : 200;
        byte[] answer =
                ("read " + exchange.getRequestHeaders().getFirst("Authorization")).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private ReconcileResult reconcile(String path) throws IOException {
        Files.writeString(root.resolve("token"), "canary-c41a");
        Path file = Files.writeString(root.resolve("reconciler.yaml"), """
                host: host
                repositories:
                  - id: data
                    path: %s
                    remote: remote.git
                    branch: main
                    reload: { url: "http://127.0.0.1:%d/reload", token: "file:token", before: true }
                """.formatted(
                        path, application.getAddress().getPort()));
        Configuration configuration = new ConfigurationReader(Map.of(), Optional::empty).read(file);
        List<ReconcileResult> results = new ArrayList<>();
        new Assembly().reconciliation().run(configuration, Duration.ofMinutes(1), false, results::add);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    @Test
    void filesMoveOnceTheApplicationAgreesAndItsAnswerIsInTheResult() throws IOException {
        pair.script(RepositoryPair.WORK_TREE + "commit $REMOTE theirs.txt theirs\n");
        refusals = 2;

        ReconcileResult result = reconcile("data");

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(calls).containsExactly("before", "before", "before", "after, files moved");
        assertThat(result.reload())
                .isNotNull()
                .extracting(ReloadResponse::status)
                .isEqualTo(200);
        // The application says back what it was sent.
        assertThat(result.reload().body()).startsWith("read Bearer ").doesNotContain("canary");
        assertThat(result.attempts()).isEqualTo(1);
    }

    @Test
    void aBareRepositoryHasNoFilesToAskAbout() throws IOException {
        pair.script(RepositoryPair.WORK_TREE
                + "git clone -q --bare $REMOTE $CLONE.git\ncommit $REMOTE theirs.txt theirs\n");

        assertThat(reconcile("data.git").outcome()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(calls).containsExactly("after");
    }
}

package dev.reconciler.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.access.PageSessions;
import dev.reconciler.worker.access.ViewAccess;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.ApiToken.TokenAccess;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.PageConfiguration;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.http.HttpEndpoint;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsRoutesTest {
    private static final String OPEN_METRICS =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3";

    @TempDir
    Path root;

    private final HttpClient client = HttpClient.newHttpClient();
    private EventFeed events;
    private HostMetrics metrics;
    private HttpEndpoint endpoint;

    @BeforeEach
    void measure() throws IOException {
        EventLog log = EventLog.open(root, Clock.systemUTC());
        events = new EventFeed(log);
        metrics = new HostMetrics(
                new PositionLooks(List.of(settings("data"), settings("other"))),
                Map.of("data", Duration.ofMinutes(5)),
                id -> List.of(),
                log);
        metrics.start();
    }

    private RepositorySettings settings(String id) {
        return new RepositorySettings(
                new RepositoryId(id),
                root.resolve(id),
                "https://git.example.org/" + id + ".git",
                "origin",
                new BranchName("main"),
                true,
                new RemoteCredentials.NoCredentials(),
                new CommitterIdentity("n", "e"));
    }

    private void serve(ApiToken... tokens) {
        TokenCheck check = new TokenCheck(List.of(tokens), "canary-of-this-start");
        PageSessions sessions = new PageSessions(check, Duration.ofHours(1), InstantSource.system());
        ViewAccess access = new ViewAccess(check, sessions, PageConfiguration.UNSET);
        endpoint = HttpEndpoint.start(new HostPort("127.0.0.1", 0), List.of(new MetricsRoutes(access, metrics)));
    }

    @AfterEach
    void stop() {
        endpoint.close();
        metrics.close();
    }

    @Test
    void whatRunsCameToIsCountedAndShownForEachRepository() throws Exception {
        serve();
        fail("data", ErrorType.WORK_TREE_DIRTY);

        Awaitility.await().untilAsserted(() -> assertThat(scrape())
                .contains("reconciler_repository_last_outcome{outcome=\"failed\",repository=\"data\"} 1.0")
                .contains("reconciler_runs_total{outcome=\"failed\",trigger=\"webhook\"} 1.0")
                .contains("reconciler_runs_total{outcome=\"rebased\",trigger=\"boot\"} 0.0")
                .contains("reconciler_run_failures_total{error=\"WorkTreeDirty\"} 1.0")
                .contains("reconciler_repository_schedule_seconds{repository=\"data\"} 300.0"));
        assertThat(scrape()).contains("jvm_memory_used_bytes{");
    }

    @Test
    void aRepositoryThatIsNotOfThisHostIsNoSeries() throws Exception {
        serve();
        fail("gone", ErrorType.INTERNAL);
        fail("data", ErrorType.INTERNAL);

        Awaitility.await().untilAsserted(() -> assertThat(scrape()).contains("repository=\"data\"} 1.0"));
        assertThat(scrape()).doesNotContain("\"gone\"");
    }

    /** The runs of earlier starts were counted then; what they came to is still so. */
    @Test
    void afterARestartTheLastOutcomeIsKnownAndNoRunIsCountedTwice() throws Exception {
        fail("data", ErrorType.INTERNAL);
        metrics.close();
        measure();
        serve();

        Awaitility.await().untilAsserted(() -> assertThat(scrape())
                .contains("reconciler_repository_last_outcome{outcome=\"failed\",repository=\"data\"} 1.0"));
        assertThat(scrape()).contains("reconciler_runs_total{outcome=\"failed\",trigger=\"webhook\"} 0.0");
    }

    @Test
    void answersToWebhooksAreCountedByTheNamesThatThereAre() throws Exception {
        serve();
        assertThat(get("/webhooks/github").statusCode()).isEqualTo(404);
        assertThat(get("/webhooks/made-up").statusCode()).isEqualTo(404);

        assertThat(scrape())
                .contains("reconciler_webhook_answers_total{hook=\"github\",status=\"404\"} 1.0")
                .doesNotContain("made-up");
    }

    @Test
    void aReaderGetsTheFormatThatItAsksFor() throws Exception {
        serve();
        HttpResponse<String> text = get("/metrics");
        HttpResponse<String> open = get("/metrics", "Accept", OPEN_METRICS);

        assertThat(text.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.body()).contains("# TYPE reconciler_runs_total counter").doesNotContain("# EOF");
        assertThat(open.headers().firstValue("content-type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).contains("# TYPE reconciler_runs counter").endsWith("# EOF\n");
    }

    @Test
    void aTokenOfSomeRepositoriesSeesTheirSeriesAlone() throws Exception {
        serve(
                new ApiToken("app", () -> "canary-app", Set.of(new RepositoryId("data")), TokenAccess.READ),
                new ApiToken("all", () -> "canary-all", null, TokenAccess.READ));
        fail("data", ErrorType.INTERNAL);
        fail("other", ErrorType.INTERNAL);
        Awaitility.await().untilAsserted(() -> assertThat(
                        get("/metrics", "Authorization", "Bearer canary-all").body())
                .contains("repository=\"data\"", "repository=\"other\"", "reconciler_runs_total", "jvm_"));

        HttpResponse<String> app = get("/metrics", "Authorization", "Bearer canary-app");

        assertThat(app.body().lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.contains("repository=\"data\""));
    }

    @Test
    void aStrangerIsRefusedWithWhatToDo() throws Exception {
        serve(new ApiToken("app", () -> "canary-app", null, TokenAccess.READ));

        HttpResponse<String> refused = get("/metrics");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(refused.body()).contains("api.tokens").doesNotContain("canary");
    }

    @Test
    void withoutTokensWhatComesUnderAnotherNameOrThroughAProxyIsRefused() throws IOException {
        serve();

        assertThat(ask("Host: localhost")).startsWith("HTTP/1.1 200");
        assertThat(ask("Host: rebound.example")).startsWith("HTTP/1.1 401");
        assertThat(ask("Host: localhost\r\nX-Forwarded-For: 203.0.113.9")).startsWith("HTTP/1.1 401");
        assertThat(ask("Host: localhost\r\nforwarded: for=203.0.113.9")).startsWith("HTTP/1.1 401");
    }

    private void fail(String repository, ErrorType type) {
        events.runEnded(ReconcileResult.failedUnseen(
                new RepositoryId(repository), new BranchName("main"), Trigger.WEBHOOK, type, "said by a remote"));
    }

    private String ask(String headers) throws IOException {
        HostPort address = endpoint.address();
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.getOutputStream()
                    .write(("GET /metrics HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String scrape() throws IOException, InterruptedException {
        return get("/metrics").body();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + endpoint.address() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

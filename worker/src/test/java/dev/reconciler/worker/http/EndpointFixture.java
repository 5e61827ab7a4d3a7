package dev.reconciler.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.WebhookAssembly;
import dev.reconciler.worker.api.ApiAnswer;
import dev.reconciler.worker.api.RequestTraces;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RunStarter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint on loopback, as a configuration file has it, and a client that signs. */
abstract class EndpointFixture {
    static final String SECRET = "canary-5f2e-webhook";
    static final String TOKEN = "canary-91ab-reload";
    static final String SECRETS = "secret: \"file:secret\", reloadToken: \"file:token\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    final FakeStarter starter = new FakeStarter();
    final List<HostRepository> elsewhere = new ArrayList<>();
    WebhookRoutes.PassRequester passes = EndpointFixture::answerPass;
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpEndpoint endpoint;

    /** An answer: its status and its object. */
    record Received(int status, JsonNode body, Map<String, List<String>> headers) {}

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
        }
    }

    /** Serves the webhooks of a configuration with those repositories. */
    void serve(String repositories) throws IOException {
        serve(repositories, SECRETS);
    }

    void serve(String repositories, String secrets) throws IOException {
        serve(configuration(repositories, secrets), starter);
    }

    void serve(Configuration configuration, RunStarter runs) {
        serve(
                configuration.webhook().listen(),
                new WebhookRoutes(
                        WebhookAssembly.newHandler(configuration, () -> elsewhere, runs), passes, RequestTraces.OFF));
    }

    /** What a pass came to, with what it was asked for. */
    static CompletableFuture<ApiAnswer> answerPass(
            HostRepository repository, Trigger trigger, Duration wait, TokenPresence present) {
        return CompletableFuture.completedFuture(
                new ApiAnswer(200, Map.of("passed", repository.id() + " by " + trigger + " within " + wait)));
    }

    /** Serves webhooks and the health on one port, as the program does. */
    void serveWithHealth(Configuration configuration, Readiness readiness) {
        serve(
                configuration.webhook().listen(),
                new WebhookRoutes(
                        WebhookAssembly.newHandler(configuration, () -> elsewhere, starter),
                        EndpointFixture::answerPass,
                        RequestTraces.OFF),
                new HealthRoutes(readiness));
    }

    /** Serves the health of a host alone, within those limits. */
    void serveHealth(ConnectionLimits limits) {
        serve(new HealthRoutes(new Readiness(List.of(new RepositoryId("hub")))), limits);
    }

    void serve(HttpRoutes routes, ConnectionLimits limits) {
        endpoint = HttpEndpoint.start(new HostPort("127.0.0.1", 0), List.of(routes), limits);
    }

    void serve(HostPort listen, HttpRoutes... routes) {
        endpoint = HttpEndpoint.start(listen, List.of(routes));
    }

    Configuration configuration(String repositories, String secrets) throws IOException {
        Files.writeString(directory.resolve("secret"), SECRET + "\n");
        Files.writeString(directory.resolve("token"), TOKEN);
        Path file =
                Files.writeString(directory.resolve("reconciler.yaml"), """
                host: data-host-1
                repositories:
                %s
                webhook: { listen: 127.0.0.1:0, %s }
                """.formatted(repositories.indent(2), secrets));
        return new ConfigurationReader(Map.of(), Optional::empty).read(file);
    }

    HostPort address() {
        return endpoint.address();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address() + path));
    }

    Received send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Received(
                response.statusCode(),
                JSON.readTree(response.body()),
                response.headers().map());
    }

    Received post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return post(path, BodyPublishers.ofByteArray(body), headers);
    }

    Received post(String path, BodyPublisher body, String... headers) throws IOException, InterruptedException {
        return send(request(path).headers(headers).POST(body).build());
    }

    /** As that forge sends a payload, with its headers. */
    Received deliver(String forge, String event, byte[] body) throws IOException, InterruptedException {
        return post("/webhooks/" + forge, body, headers(forge, event, body));
    }

    private static String[] headers(String forge, String event, byte[] body) {
        return switch (forge) {
            case "github" ->
                headers("X-GitHub-Event", event, "X-Hub-Signature-256", "sha256=" + sign(body), "X-GitHub-Delivery");
            case "gitlab" -> headers("X-Gitlab-Event", event, "X-Gitlab-Token", SECRET, "X-Gitlab-Event-UUID");
            default -> headers("X-Gitea-Event", event, "X-Gitea-Signature", sign(body), "X-Gitea-Delivery");
        };
    }

    private static String[] headers(String eventName, String event, String proofName, String proof, String delivery) {
        return new String[] {
            "Content-Type", "application/json", eventName, event, proofName, proof, delivery, "72d3162e-cc78-11e3-81ab"
        };
    }

    Received reload(String json) throws IOException, InterruptedException {
        return reloadAt("/webhooks/reload", json);
    }

    Received reloadAt(String path, String json) throws IOException, InterruptedException {
        return post(
                path,
                json.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                "Bearer " + TOKEN,
                "Content-Type",
                "application/json");
    }

    /** HMAC-SHA256 of those bytes with the secret, in hexadecimal. */
    static String sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A payload of {@code src/test/resources/webhooks}. */
    static byte[] payload(String name) throws IOException {
        try (var in = EndpointFixture.class.getResourceAsStream("/webhooks/" + name + ".json")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** GitHub's push with other commits. */
    static byte[] githubPush(ObjectId before, ObjectId after) throws IOException {
        return new String(payload("github-push"), StandardCharsets.UTF_8)
                .replace("6113728f27ae82c7b1a177c8d03f9e96e0adf246", before.name())
                .replace("1481a2de7b2a7d02428ad93446ab166be7793fbb", after.name())
                .getBytes(StandardCharsets.UTF_8);
    }
}

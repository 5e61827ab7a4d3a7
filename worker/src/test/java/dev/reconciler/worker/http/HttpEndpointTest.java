package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.HostPort;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointTest extends EndpointFixture {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    private final CompletableFuture<AsyncContext> waiting = new CompletableFuture<>();
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    @BeforeEach
    void listen() {
        serve(ANY, routes -> {
            routes.get("/text", context -> context.result("\"text\""));
            routes.get("/broken", context -> {
                throw new IllegalStateException("canary of a defect");
            });
            routes.get("/late", context -> {
                context.future(() -> {
                    waiting.complete(context.req().getAsyncContext());
                    return answer.thenAccept(context::result);
                });
            });
        });
    }

    @Test
    void theAddressHasThePortThatTheServerGot() throws Exception {
        assertThat(address().host()).isEqualTo("127.0.0.1");
        assertThat(address().port()).isPositive();
        assertThat(get("/text").body().asText()).isEqualTo("text");
    }

    @Test
    void aPortThatIsTakenIsNamedAndMayBeFreeAtTheNextStart() {
        HostPort taken = address();

        assertThatThrownBy(() -> HttpEndpoint.start(taken, List.of()))
                .hasMessageContaining("webhook.listen: can't listen on " + taken)
                .isInstanceOfSatisfying(ConfigurationException.class, refused -> assertThat(refused.isPassing())
                        .isTrue());
    }

    @Test
    void anUnknownPathIsAnsweredInJson() throws Exception {
        Received unknown = get("/other");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().has("error")).isTrue();
    }

    @Test
    void aWrongMethodIsToldFromAnUnknownPath() throws Exception {
        Received post = send(request("/text").POST(BodyPublishers.noBody()).build());

        assertThat(post.status()).isEqualTo(405);
        assertThat(post.body().has("error")).isTrue();
    }

    @Test
    void aDefectIsAnsweredWithoutItsMessageAndTheServerGoesOn() throws Exception {
        Received broken = get("/broken");

        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.body()).hasToString("{\"error\":\"a defect of this program; its log says more\"}");
        assertThat(get("/text").status()).isEqualTo(200);
    }

    @Test
    void aClosedServerGivesItsPortBack() {
        HostPort port = address();
        stop();

        try (HttpEndpoint next = HttpEndpoint.start(port, List.of())) {
            assertThat(next.address()).isEqualTo(port);
        }
    }

    /**
     * As where the server is stopped while a request waits. The wrong program looked for the request's path, which was
     * gone, failed, and handled that failure in the same way, for ever.
     */
    @Test
    void anAnswerThatComesAfterTheEndOfItsRequestIsForgotten() throws Exception {
        waiting.thenAccept(AsyncContext::complete);
        get("/late");
        get("/text");

        assertThat(CompletableFuture.supplyAsync(() -> answer.complete("late")).get(1, TimeUnit.MINUTES))
                .isTrue();
        assertThat(get("/text").status()).isEqualTo(200);
    }

    private Received get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }
}

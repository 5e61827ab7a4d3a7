package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HEAD says of a path what GET would, as monitors and proxies ask it. */
class HeadRequestsTest extends ApplicationFixture {
    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/live",
                "/health/ready",
                "/api/v1/openapi.json",
                "/api/v1/repositories/other",
                "/api/v1/repositories/none",
                "/api/v1/repositories/other/commits/abc",
                "/api/v1/conflicts",
                "/api/v1/conflicts/other/2020-01-01T00-00-00Z",
                "/repositories/none",
                "/conflicts/other/2020-01-01T00-00-00Z",
                "/login",
                "/assets/none/page.css",
                "/webhooks/reload"
            })
    void isAnsweredAsGetWithoutABody(String path) throws Exception {
        for (String token : new String[] {SECOND, "wrong"}) {
            HttpResponse<String> head = ask("HEAD", token, path);
            HttpResponse<String> get = ask("GET", token, path);

            assertThat(head.statusCode()).as(get.toString()).isEqualTo(get.statusCode());
            assertThat(headersOf(head)).as(get.toString()).isEqualTo(headersOf(get));
            assertThat(head.body()).isEmpty();
        }
    }

    /** What they show changes from one request to the next. */
    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/"})
    void asksWhoThatIsAsGetDoes(String path) throws Exception {
        assertThat(ask("HEAD", SECOND, path).statusCode()).isEqualTo(200);
        assertThat(ask("HEAD", "wrong", path).statusCode())
                .isEqualTo(ask("GET", "wrong", path).statusCode())
                .isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/events", "/live"})
    void endsAtOnceWhereGetIsAStream(String path) throws Exception {
        HttpResponse<String> head = ask("HEAD", SECOND, path);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(headersOf(head))
                .containsEntry("content-type", "text/event-stream")
                .containsKey("cache-control");
        assertThat(ask("HEAD", "wrong", path).statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> ask(String method, String token, String path)
            throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, String> headersOf(HttpResponse<String> answer) {
        Map<String, String> headers = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        // The second may be the next one by now.
        headers.remove("date");
        // What a form is bound to is made anew.
        headers.computeIfPresent("set-cookie", (name, cookie) -> cookie.replaceAll("=[^;]{20,}", "="));
        return headers;
    }
}

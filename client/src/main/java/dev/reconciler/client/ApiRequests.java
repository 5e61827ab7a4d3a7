package dev.reconciler.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests to one worker, each with the token as it is at that moment, and each with a deadline. */
final class ApiRequests {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);

    /** What the worker may take beside the time that the caller asked it to wait. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    // It follows no redirect: the token is for this worker alone.
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECTS_WITHIN).build();
    private final String base;
    private final Supplier<String> token;
    private final Duration patience;

    /** @param address of the worker, such as {@code http://127.0.0.1:8080} */
    ApiRequests(URI address, Supplier<String> token) {
        this(address, token, ANSWERS_WITHIN);
    }

    /** @param patience what the worker may take beside the time that the caller asked it to wait */
    ApiRequests(URI address, Supplier<String> token, Duration patience) {
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw new IllegalArgumentException("'" + address + "' (expected: http://… or https://…)");
        }
        this.base = address.toString().replaceAll("/+$", "") + "/api/v1";
        this.token = token;
        this.patience = patience;
    }

    /** A name as one segment of a path, which no name may leave. */
    static String requireName(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("'" + name + "' (expected: letters, digits, '.', '_' and '-')");
        }
        return name;
    }

    /** The parameter {@code wait}; none where the caller does not wait. */
    static String describeWait(Duration wait) {
        return wait.isZero() ? "" : "?wait=" + wait.toMillis() + "ms";
    }

    /** @throws ReconcilerProblemException if the worker refuses */
    HttpResponse<byte[]> send(String method, String path, @Nullable String body, Duration wait)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = newRequest(path);
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<byte[]> response =
                await(http.sendAsync(request.build(), BodyHandlers.ofByteArray()), patience.plus(wait));
        if (response.statusCode() >= 300) {
            throw describeProblem(response, response.body());
        }
        return response;
    }

    // The time-out of a request covers the head of an answer only, and its body may stop in the middle.
    private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, Duration within)
            throws IOException, InterruptedException {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new HttpTimeoutException("the worker gave no whole answer within " + within.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException unreached ? unreached : new IOException(failed.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    <T> T read(String method, String path, @Nullable String body, Duration wait, Class<T> type)
            throws IOException, InterruptedException {
        return ApiJson.convert(ApiJson.parse(send(method, path, body, wait).body()), type);
    }

    /** Opens an answer that has no end. Its time is not limited here. */
    <T> CompletableFuture<HttpResponse<T>> open(String path, @Nullable String lastEvent, BodyHandler<T> handler) {
        HttpRequest.Builder request = newRequest(path).header("Accept", "text/event-stream");
        if (lastEvent != null) {
            request.header("Last-Event-ID", lastEvent);
        }
        return http.sendAsync(request.GET().build(), handler);
    }

    private HttpRequest.Builder newRequest(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + requireToken());
    }

    private String requireToken() {
        String text = token.get().strip();
        // The JDK would quote the header in its message.
        if (text.isEmpty() || !text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
            throw new IllegalStateException("the token is empty or has letters that no token has");
        }
        return text;
    }

    static ReconcilerProblemException describeProblem(HttpResponse<?> response, byte[] body) {
        String detail = "the answer is no problem of the worker; is something else at this address?";
        try {
            JsonNode details = ApiJson.parse(body);
            detail = details.path("detail").asText(detail);
        } catch (IOException noJson) {
            // The status says enough.
        }
        return new ReconcilerProblemException(response.statusCode(), detail, readRetryAfter(response));
    }

    private static @Nullable Duration readRetryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(null);
    }
}

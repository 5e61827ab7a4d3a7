package dev.reconciler.worker.notice.channel;

import dev.reconciler.worker.config.DurationFormat;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to a channel. Its address may be a secret, so messages name the host alone. */
final class HttpPost {
    private final Duration patience;

    /** @param patience how long a receiver has for its whole answer */
    HttpPost(Duration patience) {
        this.patience = patience;
    }

    /**
     * Sends JSON.
     *
     * @throws IOException if the answer is no 2xx, or none comes in time
     */
    void send(String address, String json, Map<String, String> headers) throws IOException {
        URI url = parse(address);
        HttpClient client = HttpClient.newBuilder()
                // In clear, a later one is offered by `Upgrade: h2c`. Some servers then lose the body of the request.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
        int status =
                await(url, client.sendAsync(newRequest(url, json, headers), HttpResponse.BodyHandlers.discarding()));
        if (status / 100 != 2) {
            throw new IOException(url.getHost() + " answered " + status);
        }
    }

    private static URI parse(String address) throws IOException {
        try {
            URI url = URI.create(address.strip());
            if (url.getHost() != null
                    && (url.getScheme().equals("https") || url.getScheme().equals("http"))) {
                return url;
            }
        } catch (IllegalArgumentException showsTheSecret) {
            // Said below, without it.
        }
        throw new IOException("its url is no http:// or https:// address");
    }

    private HttpRequest newRequest(URI url, String json, Map<String, String> headers) throws IOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .timeout(patience)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json));
            headers.forEach(request::header);
            return request.build();
        } catch (IllegalArgumentException showsTheSecret) {
            throw new IOException("its secret or token has characters that no HTTP header can carry");
        }
    }

    // The time-out of a request covers the head of an answer only.
    private int await(URI url, CompletableFuture<HttpResponse<Void>> answer) throws IOException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException slow) {
            throw newSlowError(url);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof HttpTimeoutException) {
                throw newSlowError(url);
            }
            throw new IOException(url.getHost() + " could not be reached ("
                    + String.valueOf(failed.getCause()).replace(url.toString(), url.getHost()) + ")");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while telling " + url.getHost());
        } finally {
            answer.cancel(true);
        }
    }

    private IOException newSlowError(URI url) {
        return new IOException(url.getHost() + " did not answer within " + DurationFormat.format(patience));
    }
}

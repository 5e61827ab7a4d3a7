package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.event.EventLog;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class EventRoutesTest extends EndpointFixture {
    private final ApiToken token = new ApiToken("app", () -> "canary", null, ApiToken.TokenAccess.READ);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean isGone = new AtomicBoolean();

    private ApiToken lookForToken() {
        if (isGone.get()) {
            throw new RequestProblemException(401, "gone");
        }
        looks.incrementAndGet();
        return token;
    }

    /** The second look is one of the stream itself: it waits for events before or after it. */
    @Test
    void whatHappensAfterATokenWasRemovedIsNotSent() throws Exception {
        EventLog log = EventLog.open(directory, InstantSource.system());
        serve(new HostPort("127.0.0.1", 0), new EventRoutes("/events", context -> this::lookForToken, log));
        CompletableFuture<HttpResponse<String>> stream = HttpClient.newHttpClient()
                .sendAsync(request("/events").GET().build(), HttpResponse.BodyHandlers.ofString());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> looks.get() >= 2);

        isGone.set(true);
        log.append("moved", new RepositoryId("data"), Map.of());

        assertThat(stream.get(30, TimeUnit.SECONDS).body()).startsWith("id: ").doesNotContain("moved");
    }

    /** As nginx does by default. */
    @Test
    void aProxyIsToldNotToKeepEventsBack() throws Exception {
        EventLog log = EventLog.open(directory, InstantSource.system());
        serve(new HostPort("127.0.0.1", 0), new EventRoutes("/events", context -> this::lookForToken, log));

        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(request("/events").GET().build(), HttpResponse.BodyHandlers.ofInputStream());

        stream.body().close();
        assertThat(stream.headers().allValues("X-Accel-Buffering")).containsExactly("no");
    }
}

package dev.reconciler.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests to a server that answers, and to one that stops in the middle of its answer. */
class ApiRequestsTest {
    private static final String BODY = "{\"repository\":\"data\"}";

    private HttpServer server;
    private int sent = BODY.length();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, BODY.length());
            exchange.getResponseBody().write(BODY.getBytes(StandardCharsets.UTF_8), 0, sent);
            exchange.getResponseBody().flush();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ApiRequests requests(int port, Duration patience) {
        return new ApiRequests(URI.create("http://127.0.0.1:" + port), () -> "token", patience);
    }

    @Test
    void aWholeAnswerIsRead() throws Exception {
        ApiRequests requests = requests(server.getAddress().getPort(), Duration.ofMinutes(1));

        assertThat(requests.send("GET", "/repositories/data", null, Duration.ZERO)
                        .body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(BODY);
    }

    @Test
    @Timeout(60)
    void anAnswerThatStopsInTheMiddleIsNotWaitedForWithoutEnd() {
        sent = 1;
        ApiRequests requests = requests(server.getAddress().getPort(), Duration.ofMillis(100));

        assertThatThrownBy(() -> requests.send("GET", "/repositories/data", null, Duration.ofMillis(100)))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void aWorkerThatIsNotThereIsAnErrorOfTheConnection() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThatThrownBy(
                        () -> requests(port, Duration.ofMinutes(1)).send("GET", "/repositories", null, Duration.ZERO))
                .isInstanceOf(ConnectException.class);
    }
}

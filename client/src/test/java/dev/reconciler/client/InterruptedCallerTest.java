package dev.reconciler.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that is told to stop leaves nothing with the worker that others would wait for. */
class InterruptedCallerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static ApiRequests requests(int port) {
        return new ApiRequests(URI.create("http://127.0.0.1:" + port), () -> "token");
    }

    @Test
    void anInterruptedThreadReleasesItsLease() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(204, -1);
        });
        server.start();
        try {
            SelfRenewingLease lease = SelfRenewingLease.begin(
                    requests(server.getAddress().getPort()),
                    "/repositories/data/leases",
                    new SelfRenewingLease.Terms("5b0c", 1, Instant.now().plus(LONG)),
                    LONG);

            Thread.currentThread().interrupt();
            lease.close();

            // The interrupt is still there for whoever looks for it next.
            assertThat(Thread.interrupted()).isTrue();
            assertThat(received).containsExactly("DELETE /api/v1/repositories/data/leases/5b0c");
        } finally {
            server.stop(0);
        }
    }

    @Test
    @Timeout(60)
    void aStreamIsClosedWhoseReaderIsInterruptedWhileItOpens() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Class<?>> ended = new CompletableFuture<>();
            Thread reader = new Thread(() -> ended.complete(openStream(server.getLocalPort())));
            reader.start();
            try (Socket connection = server.accept()) {
                connection.setSoTimeout((int) LONG.toMillis());
                BufferedReader request = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(request.readLine()).startsWith("GET /api/v1/events ");

                reader.interrupt();

                assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(InterruptedException.class);
                // It reads to the end of the connection, which the worker sees as a reader that has gone.
                assertThat(request.lines()).isNotEmpty();
            }
        }
    }

    /** What came of it. */
    private static Class<?> openStream(int port) {
        try (EventStream stream = EventStream.open(requests(port), null)) {
            return stream.getClass();
        } catch (IOException | InterruptedException failed) {
            return failed.getClass();
        }
    }
}

package dev.reconciler.worker.notice.channel;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that takes notices over HTTP, or refuses them. */
public final class ReceivingServer implements AutoCloseable {
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private volatile int status = 200;

    public ReceivingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(
                    new Received(exchange.getRequestURI().getPath(), body, Map.copyOf(exchange.getRequestHeaders())));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** What is answered from now on. */
    public void answer(int next) {
        status = next;
    }

    /** The next request, in the order of their coming. */
    public Received take() throws InterruptedException {
        Received next = received.poll(1, TimeUnit.MINUTES);
        if (next == null) {
            throw new AssertionError("no request came");
        }
        return next;
    }

    /** The next request, where one has come. */
    public Optional<Received> poll() {
        return Optional.ofNullable(received.poll());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A request. */
    public record Received(String path, String body, Map<String, List<String>> headers) {
        /** The first value of a header. */
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

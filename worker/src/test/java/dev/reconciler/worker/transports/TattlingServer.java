package dev.reconciler.worker.transports;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.fixture.SecretForms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web server, or a proxy, that says the secret back wherever it can. {@code /forbidden/3/data.git} fails as its first
 * folder says, and has the secret in the form of that number.
 */
final class TattlingServer implements AutoCloseable {
    /** The ways in which it fails, and its statuses. */
    static final Map<String, Integer> WAYS = Map.of(
            "denied", 401,
            "forbidden", 403,
            "missing", 404,
            "proxy", 407,
            "large", 413,
            "teapot", 418,
            "broken", 500,
            "page", 200,
            "elsewhere", 301,
            "around", 302);

    private final List<String> forms;
    private final String stranger;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** The statuses that were answered, with what the request carried a login in. */
    private final Set<String> told = new ConcurrentSkipListSet<>();

    /** @param stranger where a redirect leads */
    TattlingServer(String secret, String stranger) throws IOException {
        this.forms = SecretForms.of(secret);
        this.stranger = stranger;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whether a request came that way with that header: both words with a space between. */
    boolean wasTold(String login) {
        return told.contains(login);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        String way = path[1];
        String form = forms.get(Integer.parseInt(path[2]));
        for (String header : List.of("Authorization", "Proxy-Authorization", "X-Canary")) {
            if (exchange.getRequestHeaders().containsKey(header)) {
                told.add(way + " " + header);
            }
        }
        int status = WAYS.get(way);
        if (status == 401) {
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Basic realm=\"" + form.replaceAll("[\\s\"]", "") + "\"");
        }
        if (status / 100 == 3) {
            String query = "/data.git?private_token=" + form.replaceAll("\\s", "");
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            way.equals("elsewhere")
                                    ? "http://bot:" + form.replaceAll("\\s", "") + "@" + stranger + query
                                    : query);
        }
        byte[] body = ("<html><body><h1>no</h1>\n" + form + "\nand " + form + "</body></html>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

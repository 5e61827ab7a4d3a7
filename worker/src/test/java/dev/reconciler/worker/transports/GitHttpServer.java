package dev.reconciler.worker.transports;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Smart HTTP as git itself serves it, {@code git http-backend}, behind a login. */
public final class GitHttpServer implements GitServer {
    private static final String USER = "bot";

    static {
        // Else a body that follows its headers waits 40 ms for the other side to acknowledge these.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Path root;
    private final String token;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Serves what is below that folder to who has the token. */
    public GitHttpServer(Path root, String token) throws IOException {
        this(root, token, 0);
    }

    /** At a port: a server that comes back is where it was. */
    public GitHttpServer(Path root, String token, int port) throws IOException {
        this.root = root;
        this.token = token;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    @Override
    public String url(Path repository) {
        return "http://127.0.0.1:" + port() + "/" + root.relativize(repository);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public String credentials() {
        return "credentials: { username: " + USER + ", password: \"env:GIT_TOKEN\" }";
    }

    /** What was asked since the last look, as METHOD PATH?QUERY. */
    List<String> takeRequests() {
        List<String> taken = List.copyOf(requests);
        requests.clear();
        return taken;
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        try (exchange) {
            if (!isAuthorized(exchange)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Process backend = backend(exchange).start();
            threads.execute(() -> send(exchange.getRequestBody(), backend.getOutputStream()));
            answer(exchange, backend.getInputStream());
        }
    }

    private boolean isAuthorized(HttpExchange exchange) {
        String expected = Base64.getEncoder().encodeToString((USER + ":" + token).getBytes(StandardCharsets.UTF_8));
        return ("Basic " + expected).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private ProcessBuilder backend(HttpExchange exchange) {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("REMOTE_USER", USER);
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""));
        header(exchange, "Content-Type", "CONTENT_TYPE", environment);
        header(exchange, "Content-Length", "CONTENT_LENGTH", environment);
        header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", environment);
        header(exchange, "Git-Protocol", "GIT_PROTOCOL", environment);
        return builder;
    }

    private static void header(HttpExchange exchange, String header, String name, Map<String, String> environment) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
            environment.put(name, value);
        }
    }

    private static void send(InputStream request, OutputStream backend) {
        try (backend) {
            request.transferTo(backend);
        } catch (IOException gone) {
            // The backend had read enough.
        }
    }

    private static void answer(HttpExchange exchange, InputStream backend) throws IOException {
        int status = 200;
        for (String line = line(backend); !line.isEmpty(); line = line(backend)) {
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
        }
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            backend.transferTo(body);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

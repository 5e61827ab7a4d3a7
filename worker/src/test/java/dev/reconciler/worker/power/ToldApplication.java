package dev.reconciler.worker.power;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application that remembers the last commit of each repository that it was told of. */
final class ToldApplication implements AutoCloseable {
    private static final Pattern COMMIT = Pattern.compile("\"commitHash\":\"(\\w+)\"");

    private final HttpServer server;
    private final Map<String, String> lastCommits = new ConcurrentHashMap<>();

    private ToldApplication(HttpServer server) {
        this.server = server;
    }

    static ToldApplication start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ToldApplication application = new ToldApplication(server);
        server.createContext("/", application::answer);
        server.start();
        return application;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher commit = COMMIT.matcher(body);
        if (commit.find()) {
            lastCommits.put(exchange.getRequestURI().getPath().substring(1), commit.group(1));
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    /** Where it is told of the moves of a repository. */
    String url(String repository) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
    }

    /** Empty where it was told of none. */
    String lastCommit(String repository) {
        return lastCommits.getOrDefault(repository, "");
    }

    /** A copy of a repository has the past of the first. */
    void copy(String repository, String copy) {
        lastCommits.put(copy, lastCommit(repository));
    }

    void forget() {
        lastCommits.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.reconciler.worker.durability;

import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.demo.sample.SampleRepository;
import dev.reconciler.worker.transports.GitHttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A worker as its users have it, a bare clone and its remote behind HTTP, and the application that is told to reload. */
final class ServedSite implements AutoCloseable {
    private static final int FILES = 200;
    private static final long LOOK_NANOS = 500_000;
    private static final long PATIENCE_SECONDS = 60;
    private static final String SECRET = "latency";

    private final HttpClient client = HttpClient.newHttpClient();
    private final SynchronousQueue<Long> reloads = new SynchronousQueue<>();
    private final Path root;
    private final String id;
    private final SampleRepository remote;
    private final SampleRepository clone;
    private final GitHttpServer git;
    private final HttpServer application;
    private final URI worker;
    private final Program.Running running;
    private int commits;

    /** @param address of the Temporal server; null for the service inside the worker */
    ServedSite(Path root, @Nullable String address) throws IOException {
        this.root = root;
        this.id = "latency-" + ThreadLocalRandom.current().nextInt(1_000_000);
        this.remote = SampleRepository.initRemote(root.resolve("remote.git"));
        for (int file = 0; file < FILES; file++) {
            remote.commit("Ann", "Start table " + file, "tables/" + file + ".csv", "id,value\n");
        }
        NativeGit.in(root.resolve("remote.git")).run("config", "http.receivepack", "true");
        this.clone = remote.cloneInto(root.resolve("data.git"), true);
        this.git = new GitHttpServer(root, SECRET);
        this.application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            long heard = System.nanoTime();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            // Nobody waits for the reload after a commit that the application made itself.
            reloads.offer(heard);
        });
        application.start();
        this.worker = URI.create("http://127.0.0.1:" + findFreePort());
        this.running = startWorker(address);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::isReady);
    }

    private static int findFreePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private Program.Running startWorker(@Nullable String address) throws IOException {
        Files.writeString(root.resolve("reconciler.yaml"), """
                host: %1$s
                state: state
                temporal: { address: "%2$s" }
                repositories:
                  - id: %1$s
                    path: data.git
                    remote: %3$s
                    %4$s
                    branch: main
                    reload: { url: "http://127.0.0.1:%5$d/", token: "env:SECRET" }
                webhook: { listen: "%6$s", secret: "env:SECRET" }
                api: { tokens: [ { name: app, token: "env:SECRET" } ] }
                """.formatted(
                        id,
                        address == null ? "127.0.0.1:7233" : address,
                        git.url(root.resolve("remote.git")),
                        git.credentials(),
                        application.getAddress().getPort(),
                        worker.getAuthority()));
        Program program = Program.in(root)
                .with("GIT_TOKEN", SECRET)
                .with("SECRET", SECRET)
                // What the tests' processes save at their start they pay for later.
                .option("-XX:TieredStopAtLevel=4");
        return address == null ? program.start("worker", "--embedded") : program.start("worker");
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest ready =
                    HttpRequest.newBuilder(worker.resolve("/health/ready")).build();
            return client.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** From a commit of the application to the remote that holds it, in nanoseconds. */
    long commit() throws IOException {
        commits++;
        String made = clone.commit("App", "Change " + commits, "tables/" + commits % FILES + ".csv", "a" + commits)
                .hex();
        long start = System.nanoTime();
        Path branch = root.resolve("remote.git/refs/heads/main");
        while (!Files.readString(branch).startsWith(made)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError(running.printed());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return System.nanoTime() - start;
    }

    /** From a forge's webhook, for what somebody else has pushed, to the application that is told to reload. */
    long tellOfPush() throws IOException, InterruptedException {
        commits++;
        String before = remote.head().hex();
        String made = remote.commit("Bob", "Change " + commits, "tables/" + commits % FILES + ".csv", "b" + commits)
                .hex();
        String push = """
                { "object_kind": "push", "ref": "refs/heads/main", "before": "%s", "after": "%s",
                  "project": { "git_http_url": "%s" } }""".formatted(before, made, git.url(root.resolve("remote.git")));
        long start = System.nanoTime();
        expect(202, send("/webhooks/gitlab", "X-Gitlab-Token", SECRET, push));
        Long heard = reloads.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (heard == null) {
            throw new AssertionError(running.printed());
        }
        return heard - start;
    }

    /** From a request for a run, where both sides agree, to its outcome. */
    long request() throws IOException, InterruptedException {
        long start = System.nanoTime();
        expect(200, send("/api/v1/repositories/" + id + "/runs?wait=30s", "Authorization", "Bearer " + SECRET, ""));
        return System.nanoTime() - start;
    }

    private HttpResponse<String> send(String path, String header, String value, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(worker.resolve(path))
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private void expect(int status, HttpResponse<String> answered) {
        if (answered.statusCode() != status) {
            throw new AssertionError(answered + answered.body() + " (expected: " + status + ")\n" + running.printed());
        }
    }

    @Override
    public void close() {
        running.close();
        application.stop(0);
        git.close();
        clone.close();
        remote.close();
    }
}

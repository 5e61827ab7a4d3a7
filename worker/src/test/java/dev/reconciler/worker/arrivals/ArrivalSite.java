package dev.reconciler.worker.arrivals;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.transports.GitHttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** A worker as its users have it, many small bare clones, and their remotes behind HTTP. */
final class ArrivalSite implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(10);
    private static final String SECRET = "arrivals";

    static {
        // Java 17 keeps a connection for twenty minutes, and the worker closes it before.
        System.setProperty("jdk.httpclient.keepalive.timeout", "30");
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path root;
    private final SmallSample sample;
    private final int[] moved;
    private final GitHttpServer git;
    private final URI address;
    private final Program.Running running;

    /**
     * Starts the worker, and returns once its boot runs are over.
     *
     * @param others further repositories of the configuration, whose clones are below the folder as well
     * @param booted how many of them have a boot run that ends
     */
    ArrivalSite(Path root, SmallSample sample, int repositories, String others, int booted) throws IOException {
        this.root = root;
        this.sample = sample;
        this.moved = new int[repositories];
        this.git = new GitHttpServer(root, SECRET);
        this.address = URI.create("http://127.0.0.1:" + findFreePort());
        Files.createDirectory(root.resolve("remotes"));
        StringBuilder entries = new StringBuilder();
        for (int number = 0; number < repositories; number++) {
            sample.copyRemote(remote(number));
            sample.copyClone(root.resolve(name(number) + ".git"));
            entries.append("  - { id: %1$s, path: %1$s.git, remote: %2$s, branch: main, %3$s }\n"
                    .formatted(name(number), git.url(remote(number)), git.credentials()));
        }
        Files.writeString(root.resolve("reconciler.yaml"), """
                host: arrivals
                state: state
                webhook: { listen: "%s" }
                api: { tokens: [ { name: app, token: "env:GIT_TOKEN" } ] }
                repositories:
                %s%s""".formatted(address.getAuthority(), entries, others));
        this.running = Program.in(root)
                .with("GIT_TOKEN", SECRET)
                // What the tests' processes save at their start they pay for later; a worker has Java's own choices.
                .option("-XX:TieredStopAtLevel=4")
                .option("-XX:-UseSerialGC")
                .start("worker", "--embedded");
        try {
            awaitBoot(repositories + booted);
        } catch (RuntimeException | Error late) {
            close();
            throw late;
        }
    }

    static int findFreePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static String name(int number) {
        return "data-" + number;
    }

    private Path remote(int number) {
        return root.resolve("remotes").resolve(name(number) + ".git");
    }

    private void awaitBoot(int repositories) {
        Awaitility.await()
                .atMost(BOOT)
                .failFast("the worker has ended", () -> !running.process().isAlive())
                .until(() -> running.printed().split("the boot run is over", -1).length > repositories);
    }

    int repositories() {
        return moved.length;
    }

    ProcessHandle worker() {
        return running.process().toHandle();
    }

    /** Somebody pushes to the remote of a repository, and a run of it is asked for. Completes with its outcome. */
    CompletableFuture<Void> change(int repository) throws IOException {
        moved[repository]++;
        sample.move(remote(repository), moved[repository]);
        return ask(name(repository));
    }

    /** Asks for a run of a repository, however long it takes. Completes with its outcome. */
    CompletableFuture<Void> ask(String id) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/v1/repositories/" + id + "/runs?wait=60s"))
                .header("Authorization", "Bearer " + SECRET)
                .POST(BodyPublishers.noBody())
                .build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenCompose(answer -> isLate(answer) ? ask(id) : CompletableFuture.completedFuture(null));
    }

    // In sync: the pass of an earlier request has brought what this one was made for.
    private boolean isLate(HttpResponse<String> answer) {
        if (answer.statusCode() == 202) {
            return true;
        }
        if (answer.statusCode() != 200 || !answer.body().matches("(?s).*\"outcome\":\"(fast-forwarded|in-sync)\".*")) {
            throw new AssertionError(answer + answer.body() + "\n" + running.printed());
        }
        return false;
    }

    /** Fails unless each clone holds what its remote was moved to. */
    void checkSettled() {
        for (int number = 0; number < moved.length; number++) {
            String remote = NativeGit.in(remote(number)).run("rev-parse", "main");
            String local = NativeGit.in(root.resolve(name(number) + ".git")).run("rev-parse", "main");
            if (!remote.equals(local)) {
                throw new AssertionError(name(number) + " is at " + local + " (expected: " + remote + ")");
            }
        }
    }

    /** Kills the worker. */
    @Override
    public void close() {
        running.close();
        git.close();
    }
}

package dev.reconciler.worker.soak;

import dev.reconciler.worker.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** A worker with the Temporal service inside, in a process of its own. */
final class SoakedWorker implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");
    private static final String TOKEN = "soak-token";

    private final Path folder;
    private final List<SoakedPair> pairs;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Program.Running running;
    private URI address;

    /** @param url the address of a remote, by its path */
    SoakedWorker(Path folder, List<SoakedPair> pairs, UnaryOperator<String> url) throws IOException {
        this.folder = Files.createDirectory(folder);
        this.pairs = pairs;
        String repositories = pairs.stream()
                .map(pair -> "  - { id: %s, path: \"%s\", remote: \"%s\", branch: main, every: 20s }\n"
                        .formatted(
                                pair.id(), pair.data(), url.apply(pair.remote().toString())))
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("reconciler.yaml"), """
                host: %s
                state: state
                webhook: { listen: "127.0.0.1:0", reloadToken: "env:SOAK_TOKEN" }
                repositories:
                %s""".formatted(folder.getFileName(), repositories));
        restart();
    }

    /** Starts it, and waits until it listens. */
    void restart() {
        running = Program.in(folder)
                .with("RECONCILER_LOG", "info")
                .with("SOAK_TOKEN", TOKEN)
                .option("-Xmx256m")
                .start("worker", "--embedded");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> LISTENING.matcher(running.printed()).find());
        Matcher listening = LISTENING.matcher(running.printed());
        if (listening.find()) {
            address = URI.create(listening.group(1));
        }
    }

    /** Kills it with what it has started, as a machine's reset does, and starts it again. */
    void killAndRestart() {
        running.close();
        restart();
    }

    /** Sends so many requests for each repository at once; answers how many were taken. */
    int sendBurst(int each) {
        return pairs.stream()
                .flatMap(pair -> IntStream.range(0, each)
                        .mapToObj(i -> client.sendAsync(newRequest(pair), HttpResponse.BodyHandlers.discarding())))
                .toList()
                .stream()
                .mapToInt(answer -> answer.handle(
                                (response, failed) -> failed == null && response.statusCode() == 202 ? 1 : 0)
                        .join())
                .sum();
    }

    private HttpRequest newRequest(SoakedPair pair) {
        return HttpRequest.newBuilder(address.resolve("/webhooks/reload"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString("{\"repository\":\"" + pair.id() + "\",\"branch\":\"main\"}"))
                .build();
    }

    ProcessFigures figures() throws IOException {
        return ProcessFigures.read(running.process().toHandle());
    }

    boolean isAlive() {
        return running.process().isAlive();
    }

    String printed() {
        return running.printed();
    }

    @Override
    public void close() {
        running.close();
    }
}

package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.thread.WorkUnderWay;
import dev.reconciler.worker.ActivityAssembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that a person cancels or terminates while one of their steps is at work, each step once. The step goes on to its end
 * after the run is gone, or hangs in a program or an application and is ended. Then nothing is held and nothing left, no
 * thread and no program more than before, and the next run settles.
 */
@Tag("long")
class GivenUpRunsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path root;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<GivenUpRun> runs = new ArrayList<>();
    private HttpServer application;

    @BeforeEach
    void serve() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", this::answer);
        application.setExecutor(threads);
        application.start();
        for (GivenUpMoment moment : GivenUpMoment.values()) {
            for (GivenUpMoment.End end : GivenUpMoment.End.values()) {
                runs.add(GivenUpRun.draw(root, runs.size(), moment, end));
            }
        }
    }

    @AfterEach
    void stop() {
        application.stop(0);
        threads.shutdown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        runs.get(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)))
                .hangAsApplication();
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private Configuration configure() throws IOException {
        String url = "http://127.0.0.1:" + application.getAddress().getPort() + "/";
        String text = runs.stream()
                .map(run ->
                        "  - { id: data-%d, path: data-%1$d/data, remote: data-%1$d/remote.git, branch: main, reload: { url: \"%s%1$d\" } }"
                                .formatted(run.number(), url))
                .collect(Collectors.joining(
                        "\n", "host: host\nconcurrency: { runs: 64, perRemote: 64 }\nrepositories:\n", ""));
        Path file = Files.writeString(root.resolve("reconciler.yaml"), text);
        return new ConfigurationReader(Map.of(), Optional::empty).read(file);
    }

    @Test
    void nothingIsHeldAndNothingLeftAndTheNextRunSettles() throws Exception {
        Configuration configuration = configure();
        EmbeddedTemporal service = EmbeddedTemporal.start(
                HostQueues.of(configuration),
                GivenUpRun.pausing(ActivityAssembly.newActivities(configuration, false), runs));
        WorkflowRuns starter = new WorkflowRuns(service.client());
        Set<Long> programs = listPrograms();

        runs.forEach(run -> starter.request(run.input()));
        for (GivenUpRun run : runs) {
            run.giveUp(service.client());
        }
        for (GivenUpRun run : runs) {
            run.awaitEnd(service.client());
        }

        assertThat(WorkUnderWay.awaitNone(PATIENCE)).as("all work is over").isTrue();
        Awaitility.await("no program is left").atMost(PATIENCE).until(() -> listPrograms()
                .equals(programs));
        Awaitility.await("no thread is left").atMost(PATIENCE).untilAsserted(() -> assertThat(listWork())
                .isEmpty());
        assertThat(listOpenFiles()).isEmpty();
        assertThat(runs)
                .allSatisfy(run ->
                        assertThat(run.listLeftovers()).as(run.toString()).isEmpty());
        List<CompletableFuture<ReconcileResult>> next = new ArrayList<>();
        for (GivenUpRun run : runs) {
            run.heal();
            next.add(starter.run(run.input()));
        }
        for (GivenUpRun run : runs) {
            ReconcileResult result = next.get(run.number()).get(1, TimeUnit.MINUTES);
            assertThat(result.error()).as(run + ": " + result.message()).isNull();
            assertThat(run.listLeftovers()).as(run.toString()).isEmpty();
            NativeGit clone = NativeGit.in(run.pair().local());
            assertThat(clone.run("rev-parse", "main"))
                    .as(run.toString())
                    .isEqualTo(NativeGit.in(run.pair().remote()).run("rev-parse", "main"));
            assertThat(clone.run("status", "--porcelain")).as(run.toString()).isEmpty();
            clone.fsck();
        }
    }

    private static Set<Long> listPrograms() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** The threads that are in the code of a step. */
    private static List<String> listWork() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Stream.of(thread.getValue())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(GivenUpRunsTest::isOfAStep))
                .map(thread -> thread.getKey() + " " + List.of(thread.getValue()))
                .toList();
    }

    private static boolean isOfAStep(String name) {
        return Stream.of("git", "activity", "reload").anyMatch(part -> name.startsWith("dev.reconciler." + part + "."));
    }

    /** The library keeps packs open, to read them again. */
    private List<String> listOpenFiles() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return List.of();
        }
        List<String> files = new ArrayList<>();
        try (Stream<Path> links = Files.list(open)) {
            for (Path link : (Iterable<Path>) links::iterator) {
                try {
                    files.add(Files.readSymbolicLink(link).toString());
                } catch (NoSuchFileException closed) {
                    // That of the listing itself.
                }
            }
        }
        files.removeIf(file -> !file.startsWith(root.toString()) || file.contains("/objects/pack/"));
        return files;
    }
}

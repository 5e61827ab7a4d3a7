package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.ActivityAssembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that takes calls and answers none of them, and a repository of the same host that has no application. */
@Tag("slow")
class HangingApplicationTest {
    /** As many activities as a host with one turn for its disk and one for its remote takes at once. */
    private static final int PLACES = 3;

    @TempDir
    Path root;

    private final CountDownLatch calls = new CountDownLatch(PLACES);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer application;

    @BeforeEach
    void serve() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", this::hang);
        application.setExecutor(threads);
        application.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        application.stop(0);
        threads.shutdown();
    }

    private void hang(HttpExchange exchange) throws IOException {
        calls.countDown();
        try {
            released.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private Configuration configure(boolean asksBefore) throws IOException {
        StringBuilder repositories = new StringBuilder();
        for (int i = 0; i <= PLACES; i++) {
            String name = "data-" + i;
            new RepositoryPair(Files.createDirectory(root.resolve(name)), "data")
                    .script(RepositoryPair.WORK_TREE + "commit $REMOTE theirs.txt theirs\n");
            repositories.append("  - { id: %s, path: %1$s/data, remote: %1$s/remote.git, branch: main".formatted(name));
            if (i > 0) {
                repositories.append(", reload: { url: \"http://127.0.0.1:%d/\", before: %s }"
                        .formatted(application.getAddress().getPort(), asksBefore));
            }
            repositories.append(" }\n");
        }
        String text = "host: host\nconcurrency: { runs: 1, perRemote: 1 }\nrepositories:\n" + repositories;
        Path file = Files.writeString(root.resolve("reconciler.yaml"), text);
        return new ConfigurationReader(Map.of(), Optional::empty).read(file);
    }

    private static ReconcileInput input(int number) {
        return new ReconcileInput(
                new RepositoryId("data-" + number),
                "host",
                new BranchName("main"),
                Trigger.MANUAL,
                Duration.ofMinutes(1),
                false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRepositoryWithoutApplicationIsSettledWhileTheCallsOfOthersHang(boolean asksBefore) throws Exception {
        Configuration configuration = configure(asksBefore);
        WorkflowRuns runs = new WorkflowRuns(EmbeddedTemporal.start(
                        HostQueues.of(configuration), ActivityAssembly.newActivities(configuration, false))
                .client());
        List<CompletableFuture<ReconcileResult>> hanging = new ArrayList<>();
        for (int i = 1; i <= PLACES; i++) {
            hanging.add(runs.run(input(i)));
        }
        assertThat(calls.await(1, TimeUnit.MINUTES)).isTrue();

        ReconcileResult settled = runs.run(input(0)).get(1, TimeUnit.MINUTES);

        assertThat(settled.outcome()).as(settled.message()).isEqualTo(Outcome.FAST_FORWARDED);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        released.countDown();
        for (CompletableFuture<ReconcileResult> told : hanging) {
            assertThat(told.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.FAST_FORWARDED);
        }
    }
}

package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.lease.GivenLease;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Commands find the worker of their host, here one without a Temporal server, and get from it what they ask for. */
class LocalWorkerTest extends ApplicationFixture {
    private HostRepository repository() {
        return HostRepositories.of(configuration).get(0);
    }

    @Test
    void commandsAskTheWorkerOfTheirHost() throws Exception {
        data.script("commit $CLONE own.txt own-$(date +%N)\n");
        try (ServiceRuns runs = new Assembly().nearestRuns(configuration)) {
            assertThat(runs.awaitPass(repository(), Trigger.MANUAL)
                            .get(1, TimeUnit.MINUTES)
                            .outcome())
                    .isEqualTo(Outcome.PUSHED_AHEAD);
            assertThat(runs.readLatestRun(repository()).state()).isEqualTo(RunPhase.OVER);
            assertThat(runs.request(repository(), Trigger.MANUAL).workflowId()).isEqualTo("reconcile/data");
            runs.awaitPass(repository(), Trigger.MANUAL).get(1, TimeUnit.MINUTES);
        }

        List<RepositoryStatus> statuses = new Assembly().readStatus(configuration, configuration.repositories());
        assertThat(statuses).extracting(RepositoryStatus::state).containsOnly(RepositoryState.SETTLED);
        assertThat(statuses.get(0).last().result().repository())
                .isEqualTo(repository().id());
    }

    @Test
    void aRunHasTheBudgetThatItsCommandGivesIt() throws Exception {
        data.script("commit $REMOTE theirs.txt theirs-$(date +%N)\n");
        RepositorySettings settings = configuration.repositories().get(0).settings(configuration.identity());
        try (DataRepository clone = DataRepository.open(settings).orElseThrow();
                ServiceRuns runs = new Assembly().nearestRuns(configuration)) {
            GivenLease lease = (GivenLease) Leases.of(clone).take("app", Duration.ofMinutes(5));
            ReconcileResult result = runs.awaitPass(repository().withRetryFor(Duration.ofSeconds(1)), Trigger.MANUAL)
                    .get(1, TimeUnit.MINUTES);
            Leases.of(clone).release(lease.id(), "app");

            assertThat(result.error().type()).isEqualTo(ErrorType.REPOSITORY_BUSY);
        }
    }

    /** A worker of thousands of repositories takes minutes for the list of them all. */
    @Test
    void aFewOfThousandsAreAskedForWithoutTheOthers() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer worker = startWorker(path -> {
            asked.add(path);
            return 200;
        });
        try {
            List<RepositoryStatus> statuses =
                    new Assembly().readStatus(whereAWorkerIsAt(addressOf(worker)), configuration.repositories());

            assertThat(statuses).hasSize(2).extracting(RepositoryStatus::state).containsOnly(RepositoryState.UNKNOWN);
            assertThat(asked).containsExactlyInAnyOrder("/api/v1/repositories/data", "/api/v1/repositories/other");
        } finally {
            worker.stop(0);
        }
    }

    /** It was said to be unknown, with a reason that was not so, and the exit status of one that is settled. */
    @Test
    void ofAWorkerThatCanNotSayHowOneOfThemIsTheServiceIsAskedInstead() throws Exception {
        HttpServer worker = startWorker(path -> path.endsWith("/other") ? 503 : 200);
        try {
            Configuration elsewhere = whereAWorkerIsAt(addressOf(worker));

            assertThatThrownBy(() -> new Assembly().readStatus(elsewhere, elsewhere.repositories()))
                    .isInstanceOf(TemporalUnavailableException.class)
                    .hasMessageContaining("Temporal service");
        } finally {
            worker.stop(0);
        }
    }

    /** One that knows the repositories by their names alone. */
    private static HttpServer startWorker(ToIntFunction<String> status) throws IOException {
        HttpServer worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/", exchange -> {
            Path path = Path.of(exchange.getRequestURI().getPath());
            byte[] body = ("{\"repository\":\"" + path.getFileName() + "\",\"state\":\"unknown\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.applyAsInt(path.toString()), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        worker.start();
        return worker;
    }

    private static String addressOf(HttpServer worker) {
        return "http://127.0.0.1:" + worker.getAddress().getPort();
    }

    @Test
    void aRepositoryThatCameAfterTheWorkersStartDoesNotHideTheOthers() {
        RepositoryConfiguration known = configuration.repositories().get(0);
        List<RepositoryConfiguration> both = new ArrayList<>(configuration.repositories());
        both.add(new RepositoryConfiguration(
                new RepositoryId("new"), root.resolve("new"), known.remote(), known.branch(), true));

        List<RepositoryStatus> statuses = new Assembly().readStatus(configuration.withRepositories(both), both);

        assertThat(statuses).hasSameSizeAs(both);
        assertThat(statuses.get(statuses.size() - 1).state()).isEqualTo(RepositoryState.UNKNOWN);
        assertThat(statuses.get(statuses.size() - 1).warnings())
                .singleElement()
                .asString()
                .contains("does not serve it yet");
        assertThat(statuses.subList(0, statuses.size() - 1))
                .isNotEmpty()
                .allSatisfy(status -> assertThat(status.warnings()).noneMatch(each -> each.contains("serve")));
    }

    private Configuration whereAWorkerIsAt(String address) throws IOException {
        Path state = Files.createDirectories(root.resolve("elsewhere"));
        Files.writeString(state.resolve("worker.json"), "{\"address\":\"" + address + "\",\"secret\":\"s\"}");
        return new Configuration(
                configuration.host(),
                state,
                configuration.identity(),
                configuration.concurrency(),
                configuration.repositories());
    }

    @Test
    void aWorkerThatIsGoneIsNotAsked() throws Exception {
        Configuration elsewhere = whereAWorkerIsAt("http://127.0.0.1:1");

        try (ServiceRuns runs = new Assembly().nearestRuns(elsewhere)) {
            // The Temporal service, of which there is none here.
            assertThatThrownBy(() -> runs.readLatestRun(repository()))
                    .isInstanceOf(TemporalUnavailableException.class)
                    .hasMessageContaining("Temporal service");
        }
    }
}

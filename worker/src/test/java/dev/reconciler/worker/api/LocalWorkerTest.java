package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

        List<RepositoryStatus> statuses = new Assembly().readStatus(configuration);
        assertThat(statuses).extracting(RepositoryStatus::state).containsOnly(RepositoryState.SETTLED);
        assertThat(statuses.get(0).last().result().repository())
                .isEqualTo(repository().id());
    }

    @Test
    void aWorkerThatIsGoneIsNotAsked() throws Exception {
        Path state = Files.createDirectories(root.resolve("gone"));
        Files.writeString(state.resolve("worker.json"), "{\"address\":\"http://127.0.0.1:1\",\"secret\":\"s\"}");
        Configuration elsewhere = new Configuration(
                configuration.host(),
                state,
                configuration.identity(),
                configuration.concurrency(),
                configuration.repositories());

        try (ServiceRuns runs = new Assembly().nearestRuns(elsewhere)) {
            // The Temporal service, of which there is none here.
            assertThatThrownBy(() -> runs.readLatestRun(repository()))
                    .isInstanceOf(TemporalUnavailableException.class)
                    .hasMessageContaining("Temporal service");
        }
    }
}

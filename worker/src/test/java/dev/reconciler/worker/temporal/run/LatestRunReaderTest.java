package dev.reconciler.worker.temporal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LatestRunReaderTest extends RunsFixture {
    private final LatestRunReader reader = new LatestRunReader(CLIENT);

    private LatestRun await(HostRepository repository, RunPhase phase) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> reader.readLatestRun(repository), run -> run.state() == phase);
    }

    @Test
    void aRepositoryWithoutARunHasNone() {
        HostRepository fresh = repository("latest-fresh");

        assertThat(reader.readLatestRun(fresh)).isEqualTo(new LatestRun(RunPhase.ABSENT, "no run is known"));
        assertThat(reader.isOver(fresh)).isFalse();
    }

    @Test
    void aRunThatEndedShowsItsOutcome() {
        HostRepository over = repository("latest-over");
        runs.run(input(over)).join();

        assertThat(reader.readLatestRun(over)).isEqualTo(new LatestRun(RunPhase.OVER, "in-sync"));
        assertThat(reader.isOver(over)).isTrue();
    }

    @Test
    void aRunThatFailedShowsWhy() {
        HostRepository refused = repository("latest-refused");
        onFetch(refused, () -> {
            throw FetchingActivities.failure("Configuration", "another branch by now");
        });
        runs.run(input(refused)).join();

        assertThat(reader.readLatestRun(refused))
                .isEqualTo(new LatestRun(RunPhase.OVER, "failed", ErrorType.CONFIGURATION));
    }

    @Test
    void aRunAtWorkShowsItsActivity() {
        HostRepository working = repository("latest-working");
        CountDownLatch go = new CountDownLatch(1);
        onFetch(working, () -> {
            try {
                go.await();
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
            return FetchingActivities.inSync();
        });
        runs.request(input(working));

        LatestRun fetching = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> reader.readLatestRun(working), run -> run.detail().startsWith("Fetch is"));
        assertThat(fetching).isEqualTo(new LatestRun(RunPhase.WORKING, "Fetch is under way"));
        assertThat(reader.isOver(working)).isFalse();

        go.countDown();
        assertThat(await(working, RunPhase.OVER).detail()).isEqualTo("in-sync");
    }

    @Test
    void aRunThatRetriesShowsTheErrorOfItsLastAttempt() {
        HostRepository down = repository("latest-down");
        onFetch(down, () -> {
            throw FetchingActivities.refusedConnection();
        });
        runs.request(input(down));

        assertThat(await(down, RunPhase.RETRYING).detail())
                .startsWith("attempt ")
                .contains(" failed: ")
                .contains("connection refused");
        assertThat(reader.isOver(down)).isFalse();
    }

    @Test
    void aRunWhoseHostIsDownNamesTheHost() {
        HostRepository away = repository("latest-away", "host-2");
        runs.request(input(away));

        assertThat(await(away, RunPhase.WAITING_FOR_HOST).detail())
                .isEqualTo("Fetch waits for its turn on host host-2; is its worker running?");
    }
}

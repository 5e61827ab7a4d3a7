package dev.reconciler.worker.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.http.Readiness;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.StatusSource;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import dev.reconciler.worker.temporal.embedded.SelfRenewingTemporal;
import dev.reconciler.worker.temporal.host.HostQueues;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class EmbeddedServiceTest {
    private static final HostRepository ONE = new HostRepository(
            new RepositoryId("one"), "host-1", new BranchName("main"), List.of(), Duration.ofHours(1));

    private final AtomicInteger services = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final List<Integer> fetchedBy = new CopyOnWriteArrayList<>();
    private final AtomicReference<Duration> setBack = new AtomicReference<>(Duration.ZERO);
    private final Readiness readiness = new Readiness(List.of(ONE.id()));

    private EmbeddedService newService(Supplier<EmbeddedTemporal> starter, int worn) {
        return new EmbeddedService(
                new SelfRenewingTemporal(starter, worn),
                List.of(ONE),
                new InProcessSchedules(Map.of()),
                new NoStatuses(),
                new ServiceListeners(new FailureCounter(), readiness),
                () -> Instant.now().minus(setBack.get()));
    }

    @Test
    void aRenewalThatFailsEndsNoServiceAndIsMadeAgain() throws InterruptedException {
        EmbeddedService service = newService(this::startOrFail, 1);
        Thread thread = new Thread(service::run, "embedded-service");
        thread.start();
        try {
            Awaitility.await().until(() -> services.get() >= 4);
            Awaitility.await().until(() -> readiness.report().ready());

            assertThat(failures).hasValue(2);
            assertThat(service.starter().request(ONE, Trigger.WEBHOOK).workflowId())
                    .isEqualTo("reconcile/one");
            assertThat(thread.isAlive()).isTrue();
        } finally {
            service.close();
            thread.join();
        }
    }

    /** Its timer would fire once the clock is again where it was: an hour later than it should. */
    @Test
    void aRunThatWaitsGoesOnWhereTheClockIsSetBack() throws InterruptedException {
        EmbeddedService service = newService(this::startWithoutRemote, 1_000);
        Thread thread = new Thread(service::run, "embedded-service");
        thread.start();
        try {
            Awaitility.await().until(() -> readiness.report().ready());
            assertThat(fetchedBy).isNotEmpty().containsOnly(1);

            setBack.set(Duration.ofHours(1));

            Awaitility.await().until(() -> fetchedBy.contains(2));
            assertThat(services).hasValue(2);
        } finally {
            service.close();
            thread.join();
        }
    }

    private EmbeddedTemporal startWithoutRemote() {
        int service = services.incrementAndGet();
        return EmbeddedTemporal.start(HostQueues.single("host-1", 4), FetchingActivities.of(request -> {
            fetchedBy.add(service);
            throw FetchingActivities.refusedConnection();
        }));
    }

    /** The second and the third service don't start, as where the process has no memory or no threads for a moment. */
    private EmbeddedTemporal startOrFail() {
        int service = services.incrementAndGet();
        if (service == 2) {
            throw new IllegalStateException("no thread left");
        }
        if (service == 3) {
            throw new OutOfMemoryError("no thread left");
        }
        return EmbeddedTemporal.start(
                HostQueues.single("host-1", 4), FetchingActivities.of(request -> FetchingActivities.inSync()));
    }

    private final class FailureCounter implements ServiceListener {
        @Override
        public void temporalReached() {}

        @Override
        public void temporalUnreachable(String why) {
            assertThat(why).contains("no thread left");
            failures.incrementAndGet();
        }

        @Override
        public void bootRunEnded(RepositoryId repository) {}

        @Override
        public void bootRunDegraded(RepositoryId repository, String why) {}
    }

    private static final class NoStatuses implements StatusSource {
        @Override
        public List<RepositoryStatus> read(List<RepositoryConfiguration> repositories) {
            return List.of();
        }

        @Override
        public List<RepositoryStatus> readRunning(List<RepositoryConfiguration> repositories) {
            return List.of();
        }

        @Override
        public List<RunTrace> readTraces(RepositoryConfiguration repository) {
            return List.of();
        }
    }
}

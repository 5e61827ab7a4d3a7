package dev.reconciler.worker.service;

import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.temporal.embedded.SelfRenewingTemporal;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A host's service on a Temporal service inside this process, which is there as long as the process is. */
public final class EmbeddedService implements HostService {
    private final SelfRenewingTemporal temporal;
    private final List<HostRepository> repositories;
    private final InProcessSchedules timers;
    private final ServiceListener listener;
    private final BootRuns boot;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param repositories the repositories of this host */
    public EmbeddedService(
            SelfRenewingTemporal temporal,
            List<HostRepository> repositories,
            InProcessSchedules timers,
            ServiceListener listener) {
        this.temporal = temporal;
        this.repositories = repositories;
        this.timers = timers;
        this.listener = listener;
        this.boot = new BootRuns(repositories, temporal, temporal::readLatestRun, listener, Clock.systemUTC());
    }

    @Override
    public void run() {
        boot.requestRuns();
        timers.start(temporal);
        listener.temporalReached();
        do {
            boot.reportChanges();
            temporal.recycleIfWorn();
        } while (!ServiceWaits.isOverWithin(closed, ServiceWaits.BETWEEN_LOOKS));
    }

    @Override
    public RunStarter starter() {
        return temporal;
    }

    @Override
    public RepositoryDirectory directory() {
        return () -> repositories;
    }

    @Override
    public void close() {
        // The timers end before the drain, or they would request runs of a service that takes no work.
        closed.countDown();
        timers.close();
        temporal.drain(ServiceWaits.LONGEST_DRAIN);
    }
}

package dev.reconciler.worker.service;

import dev.reconciler.worker.port.ConflictDecisions;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.status.HostRoster;
import dev.reconciler.worker.status.StatusSource;
import dev.reconciler.worker.temporal.embedded.SelfRenewingTemporal;
import dev.reconciler.worker.temporal.run.SharedPassWaits;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's service on a Temporal service inside this process, which is there as long as the process is. */
public final class EmbeddedService implements HostService {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedService.class);

    private final SelfRenewingTemporal temporal;
    private final List<HostRepository> repositories;
    private final InProcessSchedules timers;
    private final ServiceListener listener;
    private final BootRuns boot;
    private final PassWaits waits;
    private final StatusSource statuses;
    private final ClockLook clockLook;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param repositories the repositories of this host */
    public EmbeddedService(
            SelfRenewingTemporal temporal,
            List<HostRepository> repositories,
            InProcessSchedules timers,
            StatusSource statuses,
            ServiceListener listener) {
        this(temporal, repositories, timers, statuses, listener, Clock.systemUTC());
    }

    EmbeddedService(
            SelfRenewingTemporal temporal,
            List<HostRepository> repositories,
            InProcessSchedules timers,
            StatusSource statuses,
            ServiceListener listener,
            InstantSource clock) {
        this.temporal = temporal;
        this.repositories = repositories;
        this.timers = timers;
        this.statuses = statuses;
        this.listener = listener;
        this.waits = new SharedPassWaits(temporal, temporal);
        // One after the other: a service in memory writes nothing down.
        this.boot =
                new BootRuns(repositories, temporal, Runnable::run, this::readLatestRun, listener, new SteadyClock());
        this.clockLook = new ClockLook(clock);
    }

    /** A run that the present service does not know was over when it replaced the one before: it took the others over. */
    private LatestRun readLatestRun(HostRepository repository) {
        LatestRun look = temporal.readLatestRun(repository);
        return look.state() == RunPhase.ABSENT ? new LatestRun(RunPhase.OVER, look.detail()) : look;
    }

    @Override
    public void run() {
        timers.start(temporal);
        do {
            serveOrReport();
        } while (!ServiceWaits.isOverWithin(closed, ServiceWaits.BETWEEN_LOOKS));
    }

    /**
     * Serves once. Whatever a look or a renewal meets, the next one may succeed, and the webhooks and schedules of this
     * host must not end with it: an error of the virtual machine neither, such as no memory or no thread for a moment.
     */
    private void serveOrReport() {
        try {
            renewWhereClockWasSetBack();
            boot.requestRuns();
            boot.reportChanges();
            temporal.recycleIfWorn();
            listener.temporalReached();
        } catch (RuntimeException | Error failed) {
            LOG.debug("the Temporal service inside this process failed", failed);
            listener.temporalUnreachable("the Temporal service inside this process failed: " + failed);
        }
    }

    // A run that waits a second would wait until the clock is there again: the timers of a service in memory go by it.
    private void renewWhereClockWasSetBack() {
        if (clockLook.wasSetBack()) {
            LOG.info("the clock of this host was set back; what waits to try again does so now");
            temporal.wearOut();
        }
    }

    @Override
    public RunStarter starter() {
        return temporal;
    }

    @Override
    public ConflictDecisions decisions() {
        return temporal;
    }

    @Override
    public PassWaits waits() {
        return waits;
    }

    @Override
    public StatusSource statuses() {
        return statuses;
    }

    @Override
    public RepositoryDirectory directory() {
        return () -> repositories;
    }

    @Override
    public Optional<HostRoster> hosts() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // The timers end before the drain, or they would request runs of a service that takes no work.
        closed.countDown();
        timers.close();
        temporal.drain(ServiceWaits.LONGEST_DRAIN);
    }
}

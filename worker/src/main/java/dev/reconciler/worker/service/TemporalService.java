package dev.reconciler.worker.service;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.host.HostConnection;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A host's service on a full Temporal service, which may be away at first and at any time later. */
public final class TemporalService implements HostService {
    private final HostConnection connection;
    private final ServiceListener listener;
    private final BootRuns boot;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean admitted;
    private boolean reached;

    /** @param repositories those of this host */
    public TemporalService(HostConnection connection, List<HostRepository> repositories, ServiceListener listener) {
        this.connection = connection;
        this.listener = listener;
        this.boot = new BootRuns(
                repositories, connection.starter(), connection::readLatestRun, listener, Clock.systemUTC());
    }

    @Override
    public void run() {
        do {
            try {
                serve();
                listener.temporalReached();
            } catch (TemporalUnavailableException away) {
                reached = false;
                listener.temporalUnreachable(String.valueOf(away.getMessage()));
            }
        } while (!ServicePauses.until(closed, ServicePauses.LOOK));
    }

    private void serve() {
        connection.probe();
        if (!reached) {
            setUp();
            reached = true;
        }
        boot.reportChanges();
    }

    /** Done again whenever the service was away: it may have come back without what it knew. */
    private void setUp() {
        connection.prepareNamespace();
        enterNamespace();
        connection.startWorkers();
        boot.requestRuns();
        connection.matchSchedules();
    }

    /** Two hosts that enter at the same time see each other at their second look, and both refuse. */
    private void enterNamespace() {
        if (!admitted) {
            connection.refuseDuplicateIds();
        }
        connection.announceRepositories();
        if (!admitted) {
            refuseDuplicateIdsOrWithdraw();
            admitted = true;
        }
    }

    private void refuseDuplicateIdsOrWithdraw() {
        try {
            connection.refuseDuplicateIds();
        } catch (ConfigurationException conflict) {
            connection.withdrawRepositories();
            throw conflict;
        }
    }

    @Override
    public RunStarter starter() {
        return connection.starter();
    }

    @Override
    public RepositoryDirectory directory() {
        return connection.directory();
    }

    @Override
    public void close() {
        closed.countDown();
        connection.drain(ServicePauses.DRAIN);
        connection.close();
    }
}

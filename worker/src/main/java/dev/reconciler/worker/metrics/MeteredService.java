package dev.reconciler.worker.metrics;

import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.status.StatusSource;

/** A host's service with its {@link HostMetrics}, which follow what happens as long as the service runs. */
public final class MeteredService implements HostService {
    private final HostService service;
    private final HostMetrics metrics;

    /** Puts metrics beside a service. */
    public MeteredService(HostService service, HostMetrics metrics) {
        this.service = service;
        this.metrics = metrics;
    }

    @Override
    public void run() {
        metrics.start();
        service.run();
    }

    @Override
    public RunStarter starter() {
        return service.starter();
    }

    @Override
    public PassWaits waits() {
        return service.waits();
    }

    @Override
    public StatusSource statuses() {
        return service.statuses();
    }

    @Override
    public RepositoryDirectory directory() {
        return service.directory();
    }

    @Override
    public void close() {
        service.close();
        metrics.close();
    }
}

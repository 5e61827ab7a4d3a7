package dev.reconciler.worker.metrics;

import dev.reconciler.worker.port.HostService;

/** A host's service with its {@link HostMetrics}, which follow what happens as long as the service runs. */
public final class MeteredService extends HostService.WrappedService {
    private final HostMetrics metrics;

    /** Puts metrics beside a service. */
    public MeteredService(HostService service, HostMetrics metrics) {
        super(service);
        this.metrics = metrics;
    }

    @Override
    public void run() {
        metrics.start();
        super.run();
    }

    @Override
    public void close() {
        super.close();
        metrics.close();
    }
}

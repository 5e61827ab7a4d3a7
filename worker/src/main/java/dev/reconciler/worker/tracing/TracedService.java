package dev.reconciler.worker.tracing;

import dev.reconciler.worker.port.HostService;

/** A host's service with its {@link Traces}, whose last spans are sent when the service has ended. */
public final class TracedService extends HostService.WrappedService {
    private final Traces traces;

    /** Puts traces beside a service. */
    public TracedService(HostService service, Traces traces) {
        super(service);
        this.traces = traces;
    }

    @Override
    public void close() {
        super.close();
        traces.close();
    }
}

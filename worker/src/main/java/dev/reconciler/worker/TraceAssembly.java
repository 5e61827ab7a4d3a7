package dev.reconciler.worker;

import dev.reconciler.reload.CallTrace;
import dev.reconciler.worker.api.RequestTraces;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.temporal.connection.TemporalTraces;
import dev.reconciler.worker.tracing.TracedService;
import dev.reconciler.worker.tracing.Traces;
import java.util.Map;
import java.util.Optional;

/** Puts traces beside a host's service where the environment asks for them, for the {@link Assembly}. */
final class TraceAssembly {
    private final Optional<Traces> traces;

    /**
     * Sets traces up.
     *
     * @throws dev.reconciler.worker.config.ConfigurationException if a variable has a value that can't be used
     */
    TraceAssembly(Map<String, String> environment, String host) {
        this.traces = Traces.of(environment, host);
    }

    TemporalTraces ofTemporal() {
        return traces.<TemporalTraces>map(on -> on).orElse(TemporalTraces.OFF);
    }

    RequestTraces ofRequests() {
        return traces.map(Traces::requests).orElse(RequestTraces.OFF);
    }

    CallTrace ofCalls() {
        return traces.map(Traces::calls).orElse(CallTrace.OFF);
    }

    HostService addTo(HostService service) {
        return traces.<HostService>map(on -> new TracedService(service, on)).orElse(service);
    }
}

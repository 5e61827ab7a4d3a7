package dev.reconciler.worker.metrics;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.service.ServiceListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shows how the service of this host gets on. */
final class ServiceMeters implements ServiceListener {
    private final Set<RepositoryId> booting = ConcurrentHashMap.newKeySet();
    private volatile boolean reached;

    ServiceMeters(MeterRegistry registry, Collection<RepositoryId> repositories) {
        booting.addAll(repositories);
        Gauge.builder("reconciler.temporal.reachable", this, meters -> meters.reached ? 1 : 0)
                .description("1 while the Temporal service answers")
                .register(registry);
        Gauge.builder("reconciler.boot.runs.open", booting, Set::size)
                .description("Boot runs that have no outcome yet")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void temporalReached() {
        reached = true;
    }

    @Override
    public void temporalUnreachable(String why) {
        reached = false;
    }

    @Override
    public void bootRunEnded(RepositoryId repository) {
        booting.remove(repository);
    }

    @Override
    public void bootRunDegraded(RepositoryId repository, String why) {
        // It goes on, and is open until it has an outcome.
    }
}

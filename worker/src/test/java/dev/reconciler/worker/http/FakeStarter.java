package dev.reconciler.worker.http;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers the runs that were requested, or throws as where Temporal is away. */
final class FakeStarter implements RunStarter {
    final List<String> started = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public RequestedRun request(HostRepository repository, Trigger trigger) {
        if (away) {
            throw new TemporalUnavailableException("127.0.0.1:7233 does not answer", new IllegalStateException());
        }
        started.add(repository.id() + " on " + repository.host() + " by " + trigger);
        return new RequestedRun(repository.id().workflowId(), "run");
    }
}

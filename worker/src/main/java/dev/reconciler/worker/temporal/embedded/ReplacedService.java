package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.run.LatestRunReader;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service that a fresh one has replaced, with the repositories whose runs were not over then. Their runs go on here, and
 * what is asked of these repositories meanwhile is asked here: one repository never has runs on two services.
 */
final class ReplacedService {
    private final EmbeddedTemporal service;
    private final LatestRunReader runs;
    private final Map<RepositoryId, HostRepository> repositories = new ConcurrentHashMap<>();

    ReplacedService(EmbeddedTemporal service, Collection<HostRepository> repositories) {
        this.service = service;
        this.runs = new LatestRunReader(service.client());
        repositories.forEach(each -> this.repositories.put(each.id(), each));
    }

    EmbeddedTemporal service() {
        return service;
    }

    boolean has(RepositoryId repository) {
        return repositories.containsKey(repository);
    }

    /** Those whose run is over. */
    List<HostRepository> findEnded() {
        return repositories.values().stream().filter(runs::isOver).toList();
    }

    /** What is asked of them from now on is asked elsewhere. */
    void release(Collection<HostRepository> released) {
        released.forEach(each -> repositories.remove(each.id()));
    }

    /** Whether no run does anything here: those that are left wait until they try again, which another service can do. */
    boolean isAtRest() {
        return repositories.values().stream().allMatch(runs::isAtRest);
    }

    /** Those that are left. */
    List<HostRepository> left() {
        return List.copyOf(repositories.values());
    }
}

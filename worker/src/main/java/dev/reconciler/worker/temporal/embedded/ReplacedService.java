package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service that a fresh one has replaced, with the repositories whose runs were not over then. Their runs go on here until
 * each is at rest, and what is asked of these repositories meanwhile is asked here: one repository never has runs on two
 * services.
 */
final class ReplacedService {
    private final EmbeddedTemporal service;
    private final Map<RepositoryId, HostRepository> repositories = new ConcurrentHashMap<>();

    ReplacedService(EmbeddedTemporal service, Collection<HostRepository> repositories) {
        this.service = service;
        repositories.forEach(each -> this.repositories.put(each.id(), each));
    }

    EmbeddedTemporal service() {
        return service;
    }

    boolean has(RepositoryId repository) {
        return repositories.containsKey(repository);
    }

    /** Those whose run does nothing here now: it is over, or waits until it tries again, which another service can do. */
    List<HostRepository> findAtRest() {
        return repositories.values().stream().filter(service::isAtRest).toList();
    }

    /** What is asked of it from now on is asked elsewhere. */
    void release(HostRepository released) {
        repositories.remove(released.id());
    }

    /** Whether no repository has its runs here any more. */
    boolean isEmpty() {
        return repositories.isEmpty();
    }
}

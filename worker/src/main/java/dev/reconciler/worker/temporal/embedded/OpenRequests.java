package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What was requested and may not be over yet, and who waits for it. Safe for use by several threads. */
final class OpenRequests {
    private final Map<HostRepository, Request> newest = new ConcurrentHashMap<>();
    private final Set<OpenWait> waits = ConcurrentHashMap.newKeySet();

    /** One request, told from all others by being this object. */
    static final class Request {
        private final Trigger trigger;

        private Request(Trigger trigger) {
            this.trigger = trigger;
        }
    }

    /** Notes a request, the newest of its repository. */
    void note(HostRepository repository, Trigger trigger) {
        newest.put(repository, new Request(trigger));
    }

    /** Notes that somebody waits. Returns the answer; once that is there, nobody waits any more. */
    CompletableFuture<ReconcileResult> note(OpenWait wait) {
        waits.add(wait);
        return wait.answer().whenComplete((result, failure) -> waits.remove(wait));
    }

    /** The newest request of each repository that has one. */
    Map<HostRepository, Request> list() {
        return Map.copyOf(newest);
    }

    /** What the newest request of a repository was made for. */
    Trigger findTrigger(HostRepository repository) {
        return Objects.requireNonNull(newest.get(repository)).trigger;
    }

    /** Whether somebody waits for a run of the repository. What they have asked may not have reached a service yet. */
    boolean areAwaited(HostRepository repository) {
        return !findWaits(repository).isEmpty();
    }

    List<OpenWait> findWaits(HostRepository repository) {
        return waits.stream()
                .filter(wait -> wait.repository().equals(repository))
                .toList();
    }

    /** Forgets these requests; one that came after them stays. */
    void forget(Collection<Request> over) {
        newest.values().removeIf(over::contains);
    }

    /** Forgets the requests of a repository. */
    void forget(HostRepository repository) {
        newest.remove(repository);
    }
}

package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
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
    private final Map<RepositoryId, Request> newest = new ConcurrentHashMap<>();
    private final Set<OpenWait> waits = ConcurrentHashMap.newKeySet();

    /** One request, told from all others by being this object. */
    static final class Request {
        private final HostRepository repository;
        private final Trigger trigger;

        private Request(HostRepository repository, Trigger trigger) {
            this.repository = repository;
            this.trigger = trigger;
        }

        // Of a run that is under way a later request changes no budget, and whether one was is not known here. The
        // longest cuts nothing.
        private Request after(Request earlier) {
            boolean isShorter = repository.retryFor().compareTo(earlier.repository.retryFor()) < 0;
            return isShorter ? new Request(earlier.repository, trigger) : this;
        }

        HostRepository repository() {
            return repository;
        }

        Trigger trigger() {
            return trigger;
        }
    }

    /** Notes a request, the newest of its repository. */
    void note(HostRepository repository, Trigger trigger) {
        newest.merge(repository.id(), new Request(repository, trigger), (earlier, now) -> now.after(earlier));
    }

    /** Notes that somebody waits. Returns the answer; once that is there, nobody waits any more. */
    CompletableFuture<ReconcileResult> note(OpenWait wait) {
        waits.add(wait);
        return wait.answer().whenComplete((result, failure) -> waits.remove(wait));
    }

    /** The newest request of each repository that has one. */
    List<Request> list() {
        return List.copyOf(newest.values());
    }

    /** The newest request of a repository that has one. */
    Request find(RepositoryId repository) {
        return Objects.requireNonNull(newest.get(repository));
    }

    /** Whether somebody waits for a run of the repository. What they have asked may not have reached a service yet. */
    boolean areAwaited(RepositoryId repository) {
        return !findWaits(repository).isEmpty();
    }

    List<OpenWait> findWaits(RepositoryId repository) {
        return waits.stream()
                .filter(wait -> wait.repository().id().equals(repository))
                .toList();
    }

    /** Forgets these requests; one that came after them stays. */
    void forget(Collection<Request> over) {
        newest.values().removeIf(over::contains);
    }

    /** Forgets the requests of a repository. */
    void forget(RepositoryId repository) {
        newest.remove(repository);
    }
}

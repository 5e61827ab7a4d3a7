package dev.reconciler.worker.temporal.run;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RunStarter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Waits for passes on behalf of any number of callers: one request for each repository is under way at a time, and all
 * who come meanwhile share the next one. Temporal lets few requests wait in one run at a time.
 */
public final class SharedPassWaits implements PassWaits {
    private final PassWaits single;
    private final RunStarter starter;
    private final Map<RepositoryId, List<CompletableFuture<ReconcileResult>>> boarding = new HashMap<>();

    /**
     * Waits through others.
     *
     * @param single makes a request of its own for each call
     * @param starter wakes a run that waits to try again, for those who share the next request
     */
    public SharedPassWaits(PassWaits single, RunStarter starter) {
        this.single = single;
        this.starter = starter;
    }

    @Override
    public CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger) {
        CompletableFuture<ReconcileResult> answer = new CompletableFuture<>();
        if (board(repository, answer)) {
            wake(repository, trigger, answer);
        } else {
            request(repository, trigger, List.of(answer));
        }
        return answer;
    }

    /** Lets a caller share the next request; false where none is under way, so that the caller's own is the first. */
    private synchronized boolean board(HostRepository repository, CompletableFuture<ReconcileResult> answer) {
        List<CompletableFuture<ReconcileResult>> next = boarding.get(repository.id());
        if (next == null) {
            boarding.put(repository.id(), new ArrayList<>());
            return false;
        }
        next.add(answer);
        return true;
    }

    // The run may be waiting for its remote, for as long as minutes: a trigger has it try at once.
    private void wake(HostRepository repository, Trigger trigger, CompletableFuture<ReconcileResult> answer) {
        try {
            starter.request(repository, trigger);
        } catch (RuntimeException refused) {
            // Whoever is told so waits no longer, and the next request is not made for them.
            answer.completeExceptionally(refused);
        }
    }

    private void request(HostRepository repository, Trigger trigger, List<CompletableFuture<ReconcileResult>> answers) {
        CompletableFuture<ReconcileResult> unused = requestOnce(repository, trigger)
                .whenComplete((result, failure) -> {
                    for (CompletableFuture<ReconcileResult> answer : answers) {
                        if (failure == null) {
                            answer.complete(result);
                        } else {
                            answer.completeExceptionally(failure);
                        }
                    }
                    requestNext(repository, trigger);
                });
    }

    private CompletableFuture<ReconcileResult> requestOnce(HostRepository repository, Trigger trigger) {
        try {
            return single.awaitPass(repository, trigger);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void requestNext(HostRepository repository, Trigger trigger) {
        List<CompletableFuture<ReconcileResult>> next = takeBoarded(repository);
        if (!next.isEmpty()) {
            request(repository, trigger, next);
        }
    }

    private synchronized List<CompletableFuture<ReconcileResult>> takeBoarded(HostRepository repository) {
        List<CompletableFuture<ReconcileResult>> next = boarding.remove(repository.id());
        // Nobody is served who has gone meanwhile.
        List<CompletableFuture<ReconcileResult>> here = next == null
                ? List.of()
                : next.stream().filter(answer -> !answer.isDone()).toList();
        if (!here.isEmpty()) {
            boarding.put(repository.id(), new ArrayList<>());
        }
        return here;
    }
}

package dev.reconciler.worker.temporal.status;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.event.OutcomeListener;
import dev.reconciler.worker.status.EndedRun;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last end of each repository's runs in the life of this process. A service inside the process forgets its runs whenever
 * a fresh one takes its place.
 */
public final class RememberedEnds implements OutcomeListener {
    private final OutcomeListener next;
    private final InstantSource clock;
    private final Map<RepositoryId, EndedRun> ends = new ConcurrentHashMap<>();

    /** @param next is told of each end, once it is remembered */
    public RememberedEnds(OutcomeListener next, InstantSource clock) {
        this.next = next;
        this.clock = clock;
    }

    @Override
    public void runEnded(ReconcileResult result) {
        ends.put(result.repository(), new EndedRun(result, clock.instant()));
        next.runEnded(result);
    }

    /** Finds the last end; empty where none came yet. */
    public Optional<EndedRun> find(RepositoryId repository) {
        return Optional.ofNullable(ends.get(repository));
    }
}

package dev.reconciler.worker.port;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Runs on a Temporal service that outlives this process. Each call throws a {@link TemporalUnavailableException} if the
 * service does not answer.
 */
public interface ServiceRuns extends RunStarter, AutoCloseable {

    /**
     * Finds the repositories whose id another host has too. The first call to make: it also registers the search
     * attributes that the other calls need.
     *
     * @return the message for people about each such id
     */
    Map<RepositoryId, String> findDuplicateIds(List<HostRepository> repositories);

    /** Waits for the result of the run that is under way now, whichever trigger started that run. */
    CompletableFuture<ReconcileResult> outcome(HostRepository repository, Trigger trigger);

    /** Reads the phase of the latest run. */
    LatestRun readLatestRun(HostRepository repository);

    @Override
    void close();
}

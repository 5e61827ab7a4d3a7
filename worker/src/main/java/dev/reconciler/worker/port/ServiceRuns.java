package dev.reconciler.worker.port;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Runs on a Temporal service that others use too. Each call throws a {@link TemporalUnavailableException} if the service
 * does not answer.
 */
public interface ServiceRuns extends RunStarter, AutoCloseable {

    /** Those that another host has too, with what to tell people; makes the service ready for the others. */
    Map<RepositoryId, String> conflicts(List<HostRepository> repositories);

    /** The outcome of the run that is there now, whichever it is. */
    CompletableFuture<ReconcileResult> outcome(HostRepository repository, Trigger trigger);

    /** What the run is doing that has no outcome yet. */
    LatestRun look(HostRepository repository);

    @Override
    void close();
}

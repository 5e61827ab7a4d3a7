package dev.reconciler.worker.port;

import dev.reconciler.model.RepositoryId;
import java.util.List;
import java.util.Map;

/**
 * Runs on a Temporal service that outlives this process. Each call throws a {@link TemporalUnavailableException} if the
 * service does not answer.
 */
public interface ServiceRuns extends RunStarter, PassWaits, ConflictDecisions, AutoCloseable {

    /**
     * Finds the repositories whose id another host has too. The first call to make: it also registers the search
     * attributes that the other calls need.
     *
     * @return the message for people about each such id
     */
    Map<RepositoryId, String> findDuplicateIds(List<HostRepository> repositories);

    /** Reads the phase of the latest run. */
    LatestRun readLatestRun(HostRepository repository);

    @Override
    void close();
}

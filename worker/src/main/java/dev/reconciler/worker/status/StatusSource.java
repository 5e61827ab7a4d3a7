package dev.reconciler.worker.status;

import dev.reconciler.worker.config.RepositoryConfiguration;
import java.util.List;

/** Reads how repositories of this host are. */
public interface StatusSource {
    /**
     * Reads one status for each repository, in their order.
     *
     * @param repositories at least one
     * @throws dev.reconciler.worker.port.TemporalUnavailableException if the service does not answer
     */
    List<RepositoryStatus> read(List<RepositoryConfiguration> repositories);

    /**
     * Reads the status of those that have a run under way, and of no other; no remote is asked.
     *
     * @throws dev.reconciler.worker.port.TemporalUnavailableException if the service does not answer
     */
    List<RepositoryStatus> readRunning(List<RepositoryConfiguration> repositories);

    /**
     * Reads what the newest runs of a repository did step by step, the newest first.
     *
     * @throws dev.reconciler.worker.port.TemporalUnavailableException if the service does not answer
     */
    List<RunTrace> readTraces(RepositoryConfiguration repository);
}

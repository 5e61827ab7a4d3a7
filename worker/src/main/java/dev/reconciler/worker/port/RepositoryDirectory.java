package dev.reconciler.worker.port;

import java.util.List;

/** The {@link HostRepository} values of all hosts that use this Temporal namespace. */
public interface RepositoryDirectory {
    /**
     * Lists them; each call asks the Temporal service anew.
     *
     * @throws TemporalUnavailableException if the service does not answer
     */
    List<HostRepository> repositories();
}

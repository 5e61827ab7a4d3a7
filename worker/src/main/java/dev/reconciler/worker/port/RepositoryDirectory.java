package dev.reconciler.worker.port;

import java.util.List;

/** The repositories of all hosts that use this Temporal namespace. */
public interface RepositoryDirectory {
    /** @throws TemporalUnavailableException if the service does not answer */
    List<HostRepository> repositories();
}

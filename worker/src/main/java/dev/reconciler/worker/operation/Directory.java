package dev.reconciler.worker.operation;

import java.util.List;

/** The repositories of all hosts that use this Temporal namespace. */
public interface Directory {
    /** @throws TemporalUnavailableException if the service does not answer */
    List<HostRepository> repositories();
}

package dev.reconciler.worker.port;

import dev.reconciler.model.Trigger;

/** Starts runs of a {@link HostRepository}, on whichever host has the repository on its disk. */
public interface RunStarter {
    /**
     * Starts a run of the repository, or asks the run that is under way for another pass.
     *
     * @throws TemporalUnavailableException if the service does not answer
     */
    RequestedRun request(HostRepository repository, Trigger trigger);
}

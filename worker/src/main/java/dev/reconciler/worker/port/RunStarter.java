package dev.reconciler.worker.port;

import dev.reconciler.model.Trigger;

/** Starts runs of a {@link HostRepository}, on whichever host has the repository on its disk. */
public interface RunStarter {
    /**
     * Starts a run of the repository, or asks the run that is under way for another pass.
     *
     * @return the workflow ID of the run
     * @throws TemporalUnavailableException if the service does not answer
     */
    String request(HostRepository repository, Trigger trigger);
}

package dev.reconciler.worker.port;

import dev.reconciler.model.Trigger;

/** Starts runs, on whichever host has the repository on its disk. */
public interface RunStarter {
    /**
     * Starts a run, or asks the running one for another pass.
     *
     * @return the workflow ID
     * @throws TemporalUnavailableException if the service does not answer
     */
    String request(HostRepository repository, Trigger trigger);
}

package dev.reconciler.worker.port;

import dev.reconciler.worker.status.StatusSource;

/** The long-running service of one host. */
public interface HostService extends AutoCloseable {
    /**
     * Serves the repositories until {@link #close} is called, whether the Temporal service answers or not.
     *
     * @throws dev.reconciler.worker.config.ConfigurationException if another host has the id of one of them too
     */
    void run();

    /** The starter of runs; usable before {@link #run} is called. */
    RunStarter starter();

    /** Waits for passes; usable before {@link #run} is called. */
    PassWaits waits();

    /** Reads how the repositories of this host are; usable before {@link #run} is called. */
    StatusSource statuses();

    /** The repositories of all hosts; usable before {@link #run} is called. */
    RepositoryDirectory directory();

    /**
     * Takes no new work, and lets the activities under way finish, for half a minute at most. Any thread may call this
     * method.
     */
    @Override
    void close();
}

package dev.reconciler.worker.port;

/** The long-running service of one host. */
public interface HostService extends AutoCloseable {
    /**
     * Serves until {@link #close} is called, whether the Temporal service answers or not.
     *
     * @throws dev.reconciler.worker.config.ConfigurationException if an id is configured on another host too
     */
    void run();

    /** Starts runs; there from the beginning. */
    RunStarter starter();

    /** The repositories of all hosts; there from the beginning. */
    RepositoryDirectory directory();

    /** Takes no work any more, and lets what is under way finish, at most for half a minute. From any thread. */
    @Override
    void close();
}

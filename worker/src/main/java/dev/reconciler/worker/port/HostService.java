package dev.reconciler.worker.port;

import dev.reconciler.worker.status.HostRoster;
import dev.reconciler.worker.status.StatusSource;
import java.util.Optional;

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

    /** Has runs do what people have decided about conflicts; usable before {@link #run} is called. */
    ConflictDecisions decisions();

    /** Reads how the repositories of this host are; usable before {@link #run} is called. */
    StatusSource statuses();

    /** The repositories of all hosts; usable before {@link #run} is called. */
    RepositoryDirectory directory();

    /** The hosts that share the Temporal namespace with this one; empty where there can be no other. */
    Optional<HostRoster> hosts();

    /**
     * Takes no new work, and lets the activities under way finish, for half a minute at most. Any thread may call this
     * method.
     */
    @Override
    void close();

    /** A service around another one, which does all that it does not do itself. */
    abstract class WrappedService implements HostService {
        private final HostService service;

        /** Puts something around that service. */
        protected WrappedService(HostService service) {
            this.service = service;
        }

        @Override
        public void run() {
            service.run();
        }

        @Override
        public RunStarter starter() {
            return service.starter();
        }

        @Override
        public PassWaits waits() {
            return service.waits();
        }

        @Override
        public ConflictDecisions decisions() {
            return service.decisions();
        }

        @Override
        public StatusSource statuses() {
            return service.statuses();
        }

        @Override
        public RepositoryDirectory directory() {
            return service.directory();
        }

        @Override
        public Optional<HostRoster> hosts() {
            return service.hosts();
        }

        @Override
        public void close() {
            service.close();
        }
    }
}

package dev.reconciler.worker.port;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.RepositoryStatus;
import java.util.List;
import java.util.Optional;

/** Everything that the commands ask for. Each service is made only when a command asks for it. */
public interface CommandServices {
    /** Makes what {@code once} and {@code plan} use. */
    Reconciliation reconciliation();

    /** Makes what {@code demo} runs. */
    Demonstration demonstration();

    /**
     * Makes the long-running service of a host.
     *
     * @param embedded whether it uses a Temporal service inside this process; otherwise it uses a full one
     */
    HostService service(Configuration configuration, boolean embedded);

    /** Connects the commands that start runs on a full Temporal service and end before the service does. */
    ServiceRuns serviceRuns(Configuration configuration);

    /**
     * Connects a command to the worker of this host where one runs that serves the configured repositories, else as {@link
     * #serviceRuns} does.
     */
    ServiceRuns nearestRuns(Configuration configuration);

    /** Connects a command to the worker of this host; empty where none runs that serves the configured repositories. */
    Optional<RunStarter> localStarter(Configuration configuration);

    /**
     * The repositories of all hosts as a command needs them that decides by itself whose a conflict is; none where a worker
     * runs on this host, which counts them when it decides. Nothing is asked before the first call.
     */
    RepositoryDirectory hosts(Configuration configuration);

    /**
     * Reads the state of the configured repositories from the worker of this host where one runs that
     * serves them, else from a full Temporal service and from their remotes.
     *
     * @param all every repository of the host, among which it is found whose a conflict is
     * @throws TemporalUnavailableException if the service does not answer
     */
    List<RepositoryStatus> readStatus(Configuration configuration, List<RepositoryConfiguration> all);
}

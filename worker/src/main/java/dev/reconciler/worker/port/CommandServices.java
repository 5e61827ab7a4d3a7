package dev.reconciler.worker.port;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.status.RepositoryStatus;
import java.util.List;

/** Everything that the commands ask for; each is made only when it is asked for. */
public interface CommandServices {
    Reconciliation reconciliation();

    Demonstration demonstration();

    /** The long-running service of a host, on the Temporal service inside this process or on a full one. */
    HostService service(Configuration configuration, boolean embedded);

    /** For commands that start runs on a full service and go. */
    ServiceRuns remoteRuns(Configuration configuration);

    /** How the repositories are, read from a full service and their remotes. */
    List<RepositoryStatus> status(Configuration configuration);
}

package dev.reconciler.worker.temporal;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.StatusReader;
import java.util.List;

/** The status of a host's repositories, read from a full Temporal service. */
public final class ServiceStatus {
    private ServiceStatus() {}

    /**
     * One status for each repository, in the order of the configuration.
     *
     * @throws dev.reconciler.worker.operation.TemporalUnavailableException if the service does not answer
     */
    public static List<RepositoryStatus> read(TemporalProfile profile, Configuration configuration) {
        try (Connection connection = Connection.open(profile, Connection.BRIEFLY)) {
            connection.probe();
            return connection.calls().call(() -> new StatusReader(connection.client()).read(configuration));
        }
    }
}

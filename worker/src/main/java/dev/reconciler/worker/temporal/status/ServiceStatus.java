package dev.reconciler.worker.temporal.status;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import java.time.Duration;
import java.util.List;

/** Connects a {@link StatusReader} to a full Temporal service. */
public final class ServiceStatus {
    /** In an outage it is waited for once, and not for each repository of that server. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ServiceStatus() {}

    /**
     * Reads one status for each repository, in the order of the configuration.
     *
     * @throws dev.reconciler.worker.port.TemporalUnavailableException if the service does not answer
     */
    public static List<RepositoryStatus> read(
            TemporalProfile profile, Configuration configuration, ConflictCases cases) {
        try (TemporalConnection connection = TemporalConnection.open(profile, TemporalConnection.BRIEFLY)) {
            connection.probe();
            ConflictSource conflicts = new RecentConflicts(new ConflictBranchLookup(cases), PATIENCE);
            return connection.calls().call(() -> new StatusReader(connection.client(), conflicts).read(configuration));
        }
    }
}

package dev.reconciler.worker.lease;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moves of runs that wait for the end of a lease. By itself such a run looks again within half a minute, and until it
 * did nobody gets another lease: so a pass of it is requested where the lease is released.
 */
public final class LeasedMoves {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedMoves.class);

    private final Configuration configuration;

    /** The moves of that configuration's repositories. */
    public LeasedMoves(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Those that waited for a lease of that repository, which is one for all branches of the clone. */
    public List<HostRepository> find(RepositoryConfiguration released) {
        Set<RepositoryId> waiting = configuration.repositories().stream()
                .filter(branch -> branch.path().equals(released.path()))
                .filter(branch -> isAwaited(branch.settings(configuration.identity())))
                .map(RepositoryConfiguration::id)
                .collect(Collectors.toSet());
        return waiting.isEmpty()
                ? List.of()
                : HostRepositories.of(configuration).stream()
                        .filter(each -> waiting.contains(each.id()))
                        .toList();
    }

    private static boolean isAwaited(RepositorySettings settings) {
        try {
            Optional<DataRepository> there = DataRepository.open(settings);
            if (there.isEmpty()) {
                return false;
            }
            try (DataRepository repository = there.get()) {
                return Leases.of(repository).isAwaited();
            }
        } catch (IOException | GitException unreadable) {
            LOG.debug("{}: whether a move waits can't be read", settings.id(), unreadable);
            return false;
        }
    }

    /** Requests a pass of each. One that can't be requested looks again by itself. */
    public static void requestPasses(List<HostRepository> waiting, RunStarter starter) {
        for (HostRepository each : waiting) {
            try {
                starter.request(each, Trigger.MANUAL);
            } catch (TemporalUnavailableException away) {
                LOG.debug("{}: no pass after a lease", each.id(), away);
            }
        }
    }
}

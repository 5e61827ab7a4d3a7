package dev.reconciler.worker.lease;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
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

    /** Those that waited for a lease of that repository, which is one for all branches and work trees of the clone. */
    public List<HostRepository> find(RepositoryConfiguration released) {
        // Most leases keep nobody waiting, and then the paths of thousands of other repositories are not looked at.
        if (!ask(released, Leases::isAwaitedByAny)) {
            return List.of();
        }
        Optional<Path> clone = findClone(released);
        Set<RepositoryId> waiting = configuration.repositories().stream()
                .filter(branch -> findClone(branch).equals(clone))
                .filter(branch -> ask(branch, Leases::isAwaited))
                .map(RepositoryConfiguration::id)
                .collect(Collectors.toSet());
        return HostRepositories.of(configuration).stream()
                .filter(each -> waiting.contains(each.id()))
                .toList();
    }

    /** The directory that all work trees of the clone share; empty where there is none. */
    private static Optional<Path> findClone(RepositoryConfiguration branch) {
        try {
            Optional<GitDirectory> directory = GitDirectory.find(branch.path());
            return directory.isEmpty()
                    ? Optional.empty()
                    : Optional.of(directory.get().commonDir().toRealPath());
        } catch (IOException | GitException unreadable) {
            return Optional.empty();
        }
    }

    private boolean ask(RepositoryConfiguration branch, LeaseQuestion question) {
        try {
            Optional<DataRepository> there = DataRepository.open(branch.settings(configuration.identity()));
            if (there.isEmpty()) {
                return false;
            }
            try (DataRepository repository = there.get()) {
                return question.ask(Leases.of(repository));
            }
        } catch (IOException | GitException unreadable) {
            LOG.debug("{}: whether a move waits can't be read", branch.id(), unreadable);
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

    private interface LeaseQuestion {
        boolean ask(Leases leases) throws IOException;
    }
}

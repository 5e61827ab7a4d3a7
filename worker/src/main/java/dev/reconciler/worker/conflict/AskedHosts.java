package dev.reconciler.worker.conflict;

import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repositories of all hosts for a command, which ends soon: they are asked for once, when the first conflict may be
 * another host's. None where the service is away, through which a decision would go too. Safe for use by several threads.
 */
public final class AskedHosts implements RepositoryDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(AskedHosts.class);

    private final RepositoryDirectory service;
    private @Nullable List<HostRepository> listed;

    /** Asks that directory. */
    public AskedHosts(RepositoryDirectory service) {
        this.service = service;
    }

    @Override
    public synchronized List<HostRepository> repositories() {
        if (listed == null) {
            listed = askService();
        }
        return listed;
    }

    private List<HostRepository> askService() {
        try {
            return service.repositories();
        } catch (TemporalUnavailableException away) {
            LOG.debug("what other hosts have is not known", away);
            return List.of();
        }
    }
}

package dev.reconciler.worker.service;

import dev.reconciler.model.RepositoryId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the events of the service into the log, each event once. */
public final class LogListener implements ServiceListener {
    private static final Logger LOG = LoggerFactory.getLogger(LogListener.class);

    private final String service;
    private final Set<String> loggedReasons = new HashSet<>();
    private boolean reached;

    /** @param service the address of the Temporal service, for messages */
    public LogListener(String service) {
        this.service = service;
    }

    @Override
    public void temporalReached() {
        if (!reached) {
            LOG.info("at work on Temporal at {}", service);
        }
        reached = true;
        loggedReasons.clear();
    }

    @Override
    public void temporalUnreachable(String why) {
        reached = false;
        if (loggedReasons.add(why)) {
            LOG.warn("{}; the service goes on trying", why);
        }
    }

    @Override
    public void bootRunEnded(RepositoryId repository) {
        LOG.info("{}: the boot run is over", repository);
    }

    @Override
    public void bootRunDegraded(RepositoryId repository, String why) {
        LOG.warn("{}: the boot run goes on, the application may start on what is on the disk: {}", repository, why);
    }

    @Override
    public void bootRunsDegraded(List<RepositoryId> repositories, String why) {
        LOG.warn(
                "boot runs that go on: {}; each application may start on what is on the disk: {}",
                repositories.size(),
                why);
    }
}

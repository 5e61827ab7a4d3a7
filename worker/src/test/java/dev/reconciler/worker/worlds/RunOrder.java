package dev.reconciler.worker.worlds;

import dev.reconciler.activity.HostedRepository;
import dev.reconciler.model.RepositoryId;
import java.time.Duration;
import java.util.List;

/**
 * Which run is asked for, of which repositories that are on the host.
 *
 * @param isHindered whether it may fail to reach a remote or to take a lock, and shall not try for long
 */
record RunOrder(RepositoryId id, List<HostedRepository> repositories, boolean isPlanned, boolean isHindered) {
    /** On a machine that is busy, a shorter budget may end a run that nothing is in the way of. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Duration SHORT = Duration.ofSeconds(2);

    Duration retryFor() {
        return isHindered ? SHORT : LONG;
    }
}

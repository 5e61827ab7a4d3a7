package dev.reconciler.worker.service;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.RunStarter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The first run of each repository after the {@link TemporalService} or {@link EmbeddedService} started. Each is
 * watched until it has an outcome.
 */
final class BootRuns {
    /** An application waits no longer than this for the boot run before it may start on the data of the disk. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How many runs one look asks for: each is a call to Temporal. */
    private static final int MOST_AT_ONCE = 100;

    /** The one that was looked at longest ago comes first. */
    private final Deque<HostRepository> waiting;

    private final Set<HostRepository> degraded = new HashSet<>();
    private final RunStarter starter;
    private final Function<HostRepository, LatestRun> latestRuns;
    private final ServiceListener listener;
    private final InstantSource clock;
    private @Nullable Instant begun;

    BootRuns(
            List<HostRepository> repositories,
            RunStarter starter,
            Function<HostRepository, LatestRun> looks,
            ServiceListener listener,
            InstantSource clock) {
        this.waiting = new ArrayDeque<>(repositories);
        this.starter = starter;
        this.latestRuns = looks;
        this.listener = listener;
        this.clock = clock;
    }

    /** Requests a run of each repository. Every later call does nothing. */
    void requestRuns() {
        // A request that fails leaves this unset, so the next call makes all requests again. The runs that are under
        // way already take a second request as another pass.
        if (begun == null) {
            waiting.forEach(repository -> starter.request(repository, Trigger.BOOT));
            begun = clock.instant();
        }
    }

    /**
     * Tells the listener of runs that got an outcome, or have to wait longer for one, since it was last told of them. A
     * call looks at a hundred runs at most, and the next one at those that follow.
     */
    void reportChanges() {
        for (int looks = Math.min(MOST_AT_ONCE, waiting.size()); looks > 0; looks--) {
            HostRepository next = waiting.element();
            boolean isOver = isOver(next);
            // Only now: a look that fails leaves it where it is.
            waiting.remove();
            if (!isOver) {
                waiting.add(next);
            }
        }
    }

    private boolean isOver(HostRepository repository) {
        LatestRun look = latestRuns.apply(repository);
        return switch (look.state()) {
            // Temporal forgets a run only long after its end.
            case OVER, ABSENT -> {
                listener.bootRunEnded(repository.id());
                yield true;
            }
            case RETRYING -> reportDegraded(repository, look);
            case WORKING, WAITING_FOR_HOST -> isLate() && reportDegraded(repository, look);
        };
    }

    /** Tells of a repository once that it is degraded. Its run is watched further, until the outcome ends that. */
    private boolean reportDegraded(HostRepository repository, LatestRun look) {
        if (degraded.add(repository)) {
            listener.bootRunDegraded(repository.id(), look.detail());
        }
        return false;
    }

    private boolean isLate() {
        return begun != null && clock.instant().isAfter(begun.plus(PATIENCE));
    }
}

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

    /** How long requests are made for at a time: thousands of them on a busy machine take many minutes. */
    private static final Duration ASKING = Duration.ofSeconds(5);

    private final Deque<HostRepository> unrequested;

    /** Those whose run was requested. The one that was looked at longest ago comes first. */
    private final Deque<HostRepository> waiting = new ArrayDeque<>();

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
        this.unrequested = new ArrayDeque<>(repositories);
        this.starter = starter;
        this.latestRuns = looks;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Requests runs for some seconds. The next call goes on where this one stopped, or failed; once each repository has
     * its run, calls do nothing.
     */
    void requestRuns() {
        Instant now = clock.instant();
        if (begun == null) {
            begun = now;
        }
        Instant end = now.plus(ASKING);
        while (!unrequested.isEmpty() && clock.instant().isBefore(end)) {
            starter.request(unrequested.element(), Trigger.BOOT);
            // Only now: a request that fails leaves it where it is.
            waiting.add(unrequested.remove());
        }
    }

    /**
     * Tells the listener of runs that got an outcome, or have to wait longer for one, since it was last told of them. A
     * call looks at a hundred runs at most, and the next one at those that follow.
     */
    void reportChanges() {
        if (isLate()) {
            unrequested.forEach(this::reportUnrequested);
        }
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
            case RETRYING -> reportDegraded(repository, look.detail());
            case WORKING, WAITING_FOR_HOST -> isLate() && reportDegraded(repository, look.detail());
        };
    }

    private void reportUnrequested(HostRepository repository) {
        reportDegraded(repository, "its run is not requested yet, since those of other repositories come first");
    }

    /** Tells of a repository once that it is degraded. Its run is watched further, until the outcome ends that. */
    private boolean reportDegraded(HostRepository repository, String why) {
        if (degraded.add(repository)) {
            listener.bootRunDegraded(repository.id(), why);
        }
        return false;
    }

    private boolean isLate() {
        return begun != null && clock.instant().isAfter(begun.plus(PATIENCE));
    }
}

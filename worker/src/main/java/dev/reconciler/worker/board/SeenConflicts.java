package dev.reconciler.worker.board;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.StatusSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The conflicts that runs of this host escaped and that nobody was seen to have dealt with. Only the remote knows that: it
 * is asked once a minute at most, of repositories that have a conflict, while nobody waits.
 */
final class SeenConflicts {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final StatusSource statuses;
    private final Executor behind;
    private final InstantSource clock;
    private final Map<RepositoryId, SeenBranches> branches = new ConcurrentHashMap<>();
    private final Set<RepositoryId> beingRead = ConcurrentHashMap.newKeySet();

    SeenConflicts(StatusSource statuses, Executor behind, InstantSource clock) {
        this.statuses = statuses;
        this.behind = behind;
        this.clock = clock;
    }

    /** @param escapes the runs that escaped a conflict, the newest first */
    List<OpenConflict> listOpen(RepositoryConfiguration repository, List<PassedRun> escapes) {
        if (escapes.isEmpty()) {
            return List.of();
        }
        SeenBranches seen = branches.get(repository.id());
        Instant now = clock.instant();
        if ((seen == null || seen.at().plus(FRESH).isBefore(now)) && beingRead.add(repository.id())) {
            behind.execute(() -> read(repository, now));
        }
        return escapes.stream()
                // What was escaped after the look is open as far as anybody knows.
                .filter(run -> seen == null
                        || run.endedAt().isAfter(seen.at())
                        || seen.open().contains(String.valueOf(run.result().conflictBranch())))
                .map(SeenConflicts::newConflict)
                .toList();
    }

    private void read(RepositoryConfiguration repository, Instant at) {
        try {
            RepositoryStatus status = statuses.read(List.of(repository)).get(0);
            // Of a run under way, or one that failed, the remote was not asked.
            if (status.running() == null && status.state().isAgreed()) {
                branches.put(repository.id(), new SeenBranches(Set.copyOf(status.openConflicts()), at));
            }
        } catch (TemporalUnavailableException away) {
            branches.remove(repository.id());
        } finally {
            beingRead.remove(repository.id());
        }
    }

    private static OpenConflict newConflict(PassedRun run) {
        ReconcileResult result = run.result();
        return new OpenConflict(
                result.repository(),
                String.valueOf(result.conflictBranch()),
                result.oldCommit(),
                result.remoteCommit(),
                run.endedAt());
    }

    private record SeenBranches(Set<String> open, Instant at) {}
}

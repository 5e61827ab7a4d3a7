package dev.reconciler.worker.board;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.RunningRun;
import dev.reconciler.worker.status.StatusSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the repositories of this host are. A read takes milliseconds however many there are: it asks Temporal once for what
 * is under way, and takes everything else from memory, where it is brought up to date behind the reader's back.
 */
public final class RepositoryBoard {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryBoard.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<RepositoryConfiguration> repositories;
    private final RecentRuns runs;
    private final BranchPositions positions;
    private final RunningRuns running;
    private final SeenConflicts conflicts;
    private final StatusSource statuses;
    private final ExecutorService asking = newDaemon("board-steps");

    /**
     * Reads nothing before it is asked: a worker whose page nobody opens pays nothing for it.
     *
     * @param statuses what Temporal and the remotes tell
     */
    public RepositoryBoard(
            List<RepositoryConfiguration> repositories,
            CommitterIdentity committer,
            EventLog log,
            StatusSource statuses,
            InstantSource clock) {
        this.repositories = List.copyOf(repositories);
        // The disk is for the runs: one look at a time.
        this.positions = new BranchPositions(committer, newDaemon("board-clones"), clock);
        this.runs = new RecentRuns(log, positions::forget);
        this.running = new RunningRuns(repositories, statuses, newDaemon("board-runs"));
        this.statuses = statuses;
        this.conflicts = new SeenConflicts(statuses, newDaemon("board-remotes"), clock);
    }

    private static ExecutorService newDaemon(String name) {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Reads those that somebody may see, in the order of the configuration. */
    public BoardReading read(Predicate<RepositoryId> seenBy) {
        runs.catchUp();
        List<RepositoryConfiguration> mine =
                repositories.stream().filter(each -> seenBy.test(each.id())).toList();
        positions.refresh(mine);
        RunningRuns.Seen underWay = running.look();
        return new BoardReading(
                mine.stream()
                        .map(each -> newEntry(each, underWay.byId().get(each.id())))
                        .toList(),
                underWay.isAnswering());
    }

    /** Reads one that somebody may see; empty where there is none of that id for them. */
    public Optional<BoardEntry> find(String id, Predicate<RepositoryId> seenBy) {
        return read(each -> each.value().equals(id) && seenBy.test(each)).entries().stream()
                .findFirst();
    }

    /** Reads what its newest runs did step by step; nothing where Temporal does not tell it soon. */
    public List<RunTrace> readTraces(RepositoryConfiguration repository) {
        Future<List<RunTrace>> answer = asking.submit(() -> statuses.readTraces(repository));
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException away) {
            LOG.debug("Temporal was not found to tell the steps of runs of {}", repository.id(), away);
            answer.cancel(true);
            return List.of();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private BoardEntry newEntry(RepositoryConfiguration repository, @Nullable RepositoryStatus underWay) {
        List<PassedRun> last = runs.of(repository.id());
        List<OpenConflict> open = conflicts.listOpen(repository, runs.escapesOf(repository.id()));
        RunningRun run = underWay == null ? null : underWay.running();
        return new BoardEntry(
                repository,
                run == null ? judge(last, open) : run.state(),
                run == null ? findSince(repository.id(), open) : run.since(),
                run,
                positions.findLast(repository.id()),
                positions.hasLooked(repository.id()),
                last,
                open,
                underWay == null ? null : underWay.lease());
    }

    private static RepositoryState judge(List<PassedRun> newestFirst, List<OpenConflict> open) {
        if (newestFirst.isEmpty()) {
            return RepositoryState.UNKNOWN;
        }
        if (!newestFirst.get(0).isAgreed()) {
            return RepositoryState.FAILED;
        }
        return open.isEmpty() ? RepositoryState.SETTLED : RepositoryState.ESCAPED;
    }

    private @Nullable Instant findSince(RepositoryId repository, List<OpenConflict> open) {
        Optional<Instant> since = runs.findSince(repository);
        Optional<Instant> oldest = open.stream().map(OpenConflict::since).min(Instant::compareTo);
        return oldest.filter(conflict -> since.isPresent() && conflict.isAfter(since.get()))
                .or(() -> since)
                .orElse(null);
    }

    /** @param isTemporalAnswering whether Temporal answered what is under way; if not, that may be old */
    public record BoardReading(List<BoardEntry> entries, boolean isTemporalAnswering) {}
}

package dev.reconciler.worker.board;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.RunningRun;
import dev.reconciler.worker.status.StatusSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final Duration OF_PAGE = Duration.ofMillis(150);
    /** Programs want to know what is under way rather than to know it at once. */
    private static final Duration OF_PROGRAM = Duration.ofSeconds(3);

    /** So many clones are looked at in a moment. */
    private static final int FEW = 50;

    private final List<RepositoryConfiguration> repositories;
    private final Map<RepositoryId, RepositoryConfiguration> byId = new HashMap<>();
    private final RecentRuns runs;
    private final BranchPositions positions;
    private final RunningRuns running;
    private final OpenCases conflicts;
    private final StatusSource statuses;
    private final InstantSource clock;
    private volatile boolean isTold;
    private final ExecutorService asking = newDaemon("board-steps");

    /**
     * Asks nobody and looks at no branch before somebody reads. Of each look that it is told of ({@link #branchFound}), it
     * takes in what has happened since the one before, and reads the settings of the clone.
     *
     * @param statuses what Temporal tells
     * @param cases what the remotes tell
     * @param fresh how long a look at a clone counts, where nothing is heard of it meanwhile
     */
    public RepositoryBoard(
            List<RepositoryConfiguration> repositories,
            CommitterIdentity committer,
            EventLog log,
            StatusSource statuses,
            ConflictCases cases,
            InstantSource clock,
            Duration fresh) {
        this.repositories = List.copyOf(repositories);
        repositories.forEach(each -> byId.put(each.id(), each));
        // The disk is for the runs: one look at a time.
        this.positions = new BranchPositions(committer, newDaemon("board-clones"), clock, fresh);
        this.runs = new RecentRuns(log, positions::forget);
        this.running = new RunningRuns(repositories, statuses, newDaemon("board-runs"));
        this.statuses = statuses;
        this.clock = clock;
        this.conflicts = new OpenCases(cases, newDaemon("board-remotes"), clock);
    }

    private static ExecutorService newDaemon(String name) {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Takes what a look at a clone has found; null where there is none that can be read. */
    public void branchFound(RepositoryId id, @Nullable BranchPosition position) {
        RepositoryConfiguration repository = byId.get(id);
        if (repository != null) {
            isTold = true;
            // Of thousands, more runs end between two readers than the events keep.
            runs.catchUp();
            positions.take(repository, Optional.ofNullable(position));
        }
    }

    /**
     * Reads one status for each of those that somebody may see, in the order of the configuration, as {@link #read} does:
     * what has ended is what this host heard, and no remote is asked.
     *
     * @return empty where Temporal does not tell what is under way
     */
    public Optional<List<BoardStatus>> readStatuses(Predicate<RepositoryId> seenBy) {
        // Not what was found before, as the page has it: a program would take it for what is.
        return running.ask(OF_PROGRAM).map(underWay -> read(seenBy, underWay).entries().stream()
                .map(entry -> BoardStatus.of(
                        entry, positions.findWarnings(entry.repository().id())))
                .toList());
    }

    /** Reads those that somebody may see, in the order of the configuration. */
    public BoardReading read(Predicate<RepositoryId> seenBy) {
        return read(seenBy, running.look(OF_PAGE));
    }

    private BoardReading read(Predicate<RepositoryId> seenBy, RunningRuns.Seen underWay) {
        // After the question: of a run that ends meanwhile the end is heard.
        runs.catchUp();
        List<RepositoryConfiguration> mine =
                repositories.stream().filter(each -> seenBy.test(each.id())).toList();
        boolean isFew = mine.size() <= FEW;
        if (isFew) {
            awaitBriefly(positions.refresh(mine));
        }
        List<BoardEntry> entries = mine.stream()
                .map(each -> newEntry(each, underWay.byId().get(each.id())))
                .toList();
        if (!isFew) {
            // Afterwards: a host has few processors, and the reader waits.
            CompletableFuture<Void> unused = positions.refresh(
                    isTold
                            ? mine.stream()
                                    .filter(each -> !positions.hasLooked(each.id()))
                                    .toList()
                            : mine);
        }
        return new BoardReading(entries, underWay.isAnswering());
    }

    private static void awaitBriefly(CompletableFuture<Void> look) {
        try {
            look.get(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            LOG.debug("the clones, or a remote, are looked at while the page is shown");
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one that somebody may see; empty where there is none of that id for them. */
    public Optional<BoardEntry> find(String id, Predicate<RepositoryId> seenBy) {
        runs.catchUp();
        // In a list of many, only those are asked about that have had to do with a conflict.
        repositories.stream()
                .filter(each -> each.id().value().equals(id) && seenBy.test(each.id()))
                .forEach(each -> awaitBriefly(conflicts.refresh(each, runs.conflictRunsOf(each.id()))));
        return read(each -> each.value().equals(id) && seenBy.test(each)).entries().stream()
                .findFirst();
    }

    /**
     * Reads a conflict of one that somebody may see. The remote is asked whether it is open still, unless that was done a
     * moment ago.
     *
     * @param utc the name of its branch below {@code conflicts/}
     * @return empty where there is no repository of that id for them
     */
    public Optional<CaseReading> findCase(String id, String utc, Predicate<RepositoryId> seenBy) {
        Optional<RepositoryConfiguration> repository = repositories.stream()
                .filter(each -> each.id().value().equals(id) && seenBy.test(each.id()))
                .findFirst();
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        runs.catchUp();
        OpenCases.SeenCases seen = conflicts.look(
                repository.get(), utc, runs.conflictRunsOf(repository.get().id()));
        Optional<ConflictCase> found = seen.find(utc);
        return find(id, seenBy).map(entry -> new CaseReading(entry, found, seen.problem()));
    }

    /** Takes in what a decision about a conflict came to, so that whoever made it sees it at once. */
    public void noteDecision(ReconcileResult result) {
        runs.noteEnd(result, clock.instant());
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
        Optional<RecentRuns.LastEnds> ends = runs.findLastEnds(repository.id());
        List<OpenConflict> open = conflicts.listOpen(repository, runs.conflictRunsOf(repository.id()));
        RunningRun run = underWay == null ? null : underWay.running();
        return new BoardEntry(
                repository,
                run == null ? judge(ends, open) : run.state(),
                run == null ? findSince(ends, open) : run.since(),
                run,
                positions.findLast(repository.id()),
                positions.hasLooked(repository.id()),
                runs.of(repository.id()),
                open,
                underWay == null ? null : underWay.lease());
    }

    private static RepositoryState judge(Optional<RecentRuns.LastEnds> ends, List<OpenConflict> open) {
        if (ends.isEmpty()) {
            return RepositoryState.UNKNOWN;
        }
        if (!ends.get().isAgreed()) {
            return RepositoryState.FAILED;
        }
        return open.isEmpty() ? RepositoryState.SETTLED : RepositoryState.ESCAPED;
    }

    private static @Nullable Instant findSince(Optional<RecentRuns.LastEnds> ends, List<OpenConflict> open) {
        Optional<Instant> since = ends.map(RecentRuns.LastEnds::since);
        Optional<Instant> oldest = open.stream().map(OpenConflict::since).min(Instant::compareTo);
        return oldest.filter(conflict -> since.isPresent() && conflict.isAfter(since.get()))
                .or(() -> since)
                .orElse(null);
    }

    /**
     * @param open the conflict; empty where it is not open, or the remote does not answer
     * @param problem why the remote could not be asked; empty where it could
     */
    public record CaseReading(BoardEntry entry, Optional<ConflictCase> open, String problem) {}

    /** @param isTemporalAnswering whether Temporal answered what is under way; if not, that may be old */
    public record BoardReading(List<BoardEntry> entries, boolean isTemporalAnswering) {}
}

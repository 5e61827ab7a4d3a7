package dev.reconciler.worker.board;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.event.HostEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The last runs of each repository, as the events of this host have them. Safe for use by several threads. */
final class RecentRuns {
    /** So many are kept of a repository. */
    static final int KEPT = 12;

    private final EventLog log;
    private final Consumer<RepositoryId> news;
    private final Map<RepositoryId, RunRow> rows = new HashMap<>();
    private long seen;

    /** @param news is told of each repository of which something has happened */
    RecentRuns(EventLog log, Consumer<RepositoryId> news) {
        this.log = log;
        this.news = news;
    }

    /** Takes in what has happened since the last call. */
    synchronized void catchUp() {
        try {
            for (HostEvent event : log.awaitAfter(seen, Duration.ZERO)) {
                seen = event.id();
                news.accept(event.repository());
                HeardRun.of(event).ifPresent(run -> rowOf(event.repository()).add(run));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private RunRow rowOf(RepositoryId repository) {
        return rows.computeIfAbsent(repository, id -> new RunRow());
    }

    /** Takes in what a run came to that somebody waited for here, where the events do not have it yet. */
    synchronized void noteEnd(ReconcileResult result, Instant now) {
        RunRow row = rowOf(result.repository());
        if (parseAll(row.newestFirst).noneMatch(each -> each.result().equals(result))) {
            row.early = new PassedRun(result, now);
        }
    }

    /** The last runs of a repository, the newest first; they are parsed when they are looked at. */
    synchronized List<PassedRun> of(RepositoryId repository) {
        RunRow row = rows.get(repository);
        return row == null ? List.of() : row.listWithEarly(row.newestFirst);
    }

    /** The last runs of a repository that escaped a conflict, or did something about one, the newest first. */
    synchronized List<PassedRun> conflictRunsOf(RepositoryId repository) {
        RunRow row = rows.get(repository);
        return row == null ? List.of() : row.listWithEarly(row.conflictsNewestFirst);
    }

    /** How the runs of a repository end, the last ones; empty where none has ended. */
    synchronized Optional<LastEnds> findLastEnds(RepositoryId repository) {
        return Optional.ofNullable(rows.get(repository)).flatMap(RunRow::describeEnds);
    }

    private static Stream<PassedRun> parseAll(Collection<HeardRun> runs) {
        return runs.stream().flatMap(run -> run.parse().stream());
    }

    /**
     * How runs end.
     *
     * @param isAgreed whether the last one ended in agreement
     * @param since since when they end like that
     */
    record LastEnds(boolean isAgreed, Instant since) {}

    /** The runs of one repository. */
    private static final class RunRow {
        private final Deque<HeardRun> newestFirst = new ArrayDeque<>();
        private final Deque<HeardRun> conflictsNewestFirst = new ArrayDeque<>();
        private Instant since = Instant.EPOCH;
        /** A run that did something about a conflict, and whose event is yet to come. */
        private @Nullable PassedRun early;

        List<PassedRun> listWithEarly(Deque<HeardRun> runs) {
            return runs.isEmpty() && early == null ? List.of() : new LazyRuns(early, List.copyOf(runs));
        }

        Optional<LastEnds> describeEnds() {
            PassedRun first = early;
            if (first != null) {
                return Optional.of(new LastEnds(first.isAgreed(), newestFirst.isEmpty() ? first.endedAt() : since));
            }
            return Optional.ofNullable(newestFirst.peekFirst()).map(run -> new LastEnds(run.isAgreed(), since));
        }

        void add(HeardRun run) {
            if (early != null && isEventOf(run, early)) {
                early = null;
            }
            HeardRun before = newestFirst.peekFirst();
            if (before == null || before.isAgreed() != run.isAgreed()) {
                since = run.endedAt();
            }
            addFirst(newestFirst, run);
            if (run.isAboutConflict()) {
                addFirst(conflictsNewestFirst, run);
            }
        }

        private static boolean isEventOf(HeardRun run, PassedRun early) {
            return run.endedAt().isAfter(early.endedAt())
                    || run.parse()
                            .filter(passed -> passed.result().equals(early.result()))
                            .isPresent();
        }

        private static void addFirst(Deque<HeardRun> runs, HeardRun run) {
            runs.addFirst(run);
            if (runs.size() > KEPT) {
                runs.removeLast();
            }
        }
    }

    /** Of a thousand repositories, a page shows the runs of fifty. */
    private static final class LazyRuns extends AbstractList<PassedRun> {
        private final @Nullable PassedRun early;
        private final List<HeardRun> heard;
        private @Nullable List<PassedRun> parsed;

        LazyRuns(@Nullable PassedRun early, List<HeardRun> heard) {
            this.early = early;
            this.heard = heard;
        }

        private synchronized List<PassedRun> parse() {
            if (parsed == null) {
                parsed =
                        Stream.concat(Stream.ofNullable(early), parseAll(heard)).toList();
            }
            return parsed;
        }

        @Override
        public PassedRun get(int index) {
            return parse().get(index);
        }

        @Override
        public int size() {
            return parse().size();
        }
    }
}

package dev.reconciler.worker.board;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.json.Json;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.event.HostEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
                if (event.name().equals("outcome")) {
                    parse(event.data())
                            .ifPresent(result -> add(new PassedRun(result, Instant.ofEpochMilli(event.id()))));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<ReconcileResult> parse(String data) {
        try {
            JsonNode read = Json.read(data.getBytes(StandardCharsets.UTF_8));
            return Optional.of(Json.convert(read, ReconcileResult.class));
        } catch (IOException | IllegalArgumentException ofAnotherVersion) {
            return Optional.empty();
        }
    }

    /** Takes in what a run came to that somebody waited for here, where the events do not have it yet. */
    synchronized void noteEnd(ReconcileResult result, Instant now) {
        RunRow row = rows.computeIfAbsent(result.repository(), id -> new RunRow());
        if (row.newestFirst.stream().noneMatch(each -> each.result().equals(result))) {
            row.early = new PassedRun(result, now);
        }
    }

    private void add(PassedRun run) {
        rows.computeIfAbsent(run.result().repository(), id -> new RunRow()).add(run);
    }

    /** The last runs of a repository, the newest first. */
    synchronized List<PassedRun> of(RepositoryId repository) {
        RunRow row = rows.get(repository);
        return row == null ? List.of() : row.listWithEarly(row.newestFirst);
    }

    /** The last runs of a repository that escaped a conflict, or did something about one, the newest first. */
    synchronized List<PassedRun> conflictRunsOf(RepositoryId repository) {
        RunRow row = rows.get(repository);
        return row == null ? List.of() : row.listWithEarly(row.conflictsNewestFirst);
    }

    /** Since when its runs end as the last one did: in agreement, or not; empty where none has ended. */
    synchronized Optional<Instant> findSince(RepositoryId repository) {
        return Optional.ofNullable(rows.get(repository)).map(row -> row.since);
    }

    /** The runs of one repository. */
    private static final class RunRow {
        private final Deque<PassedRun> newestFirst = new ArrayDeque<>();
        private final Deque<PassedRun> conflictsNewestFirst = new ArrayDeque<>();
        private Instant since = Instant.EPOCH;
        /** A run that did something about a conflict, and whose event is yet to come. */
        private @Nullable PassedRun early;

        List<PassedRun> listWithEarly(Deque<PassedRun> runs) {
            List<PassedRun> all = new ArrayList<>(runs);
            if (early != null) {
                all.add(0, early);
            }
            return all;
        }

        void add(PassedRun run) {
            if (early != null
                    && (run.result().equals(early.result()) || run.endedAt().isAfter(early.endedAt()))) {
                early = null;
            }
            PassedRun before = newestFirst.peekFirst();
            if (before == null || before.isAgreed() != run.isAgreed()) {
                since = run.endedAt();
            }
            addFirst(newestFirst, run);
            if (run.result().conflictBranch() != null || run.result().trigger() == Trigger.CONFLICT) {
                addFirst(conflictsNewestFirst, run);
            }
        }

        private static void addFirst(Deque<PassedRun> runs, PassedRun run) {
            runs.addFirst(run);
            if (runs.size() > KEPT) {
                runs.removeLast();
            }
        }
    }
}

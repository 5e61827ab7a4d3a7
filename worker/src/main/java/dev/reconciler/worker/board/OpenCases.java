package dev.reconciler.worker.board;

import dev.reconciler.model.ConflictName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.conflict.ConflictCases;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conflicts that nobody has dealt with yet. Only a remote knows that: it is asked once a minute at most, where a run
 * has escaped a conflict or somebody looks at one, and anew where a run has done something about one since.
 */
final class OpenCases {
    private static final Logger LOG = LoggerFactory.getLogger(OpenCases.class);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ConflictCases cases;
    private final Executor behind;
    private final InstantSource clock;
    private final Map<RepositoryId, SeenCases> seen = new ConcurrentHashMap<>();
    private final Map<RepositoryId, CompletableFuture<Void>> looks = new HashMap<>();

    /** @param behind asks remotes where nobody waits */
    OpenCases(ConflictCases cases, Executor behind, InstantSource clock) {
        this.cases = cases;
        this.behind = behind;
        this.clock = clock;
    }

    /**
     * Those that are open as far as is known, without waiting for the remote.
     *
     * @param runs those that escaped a conflict or did something about one, the newest first
     */
    List<OpenConflict> listOpen(RepositoryConfiguration repository, List<PassedRun> runs) {
        SeenCases last = findLast(repository);
        // A conflict of before this worker's events has no run here, and a case that people were told of.
        boolean isAny = !runs.isEmpty() || !last.open().isEmpty() || cases.hasToldOf(repository.id());
        if (isAny && isOld(last, runs)) {
            CompletableFuture<Void> unused = askBehind(repository, runs);
        }
        List<OpenConflict> open = new ArrayList<>();
        // What was escaped after the look is open as far as anybody knows.
        runs.stream()
                .filter(run -> !last.answered().covers(run))
                .filter(run ->
                        run.result().conflictBranch() != null && run.result().trigger() != Trigger.CONFLICT)
                .map(run -> OpenConflict.of(run, cases::findTold))
                .forEach(open::add);
        last.open().stream()
                // People may have been told since the look.
                .map(found -> OpenConflict.of(found, cases.findTold(found.conflict())))
                .filter(found -> open.stream().noneMatch(each -> each.branch().equals(found.branch())))
                .forEach(open::add);
        return open;
    }

    /** Asks the remote behind whoever looks at that one repository, unless it was asked a moment ago. */
    CompletableFuture<Void> refresh(RepositoryConfiguration repository, List<PassedRun> runs) {
        return isOld(findLast(repository), runs)
                ? askBehind(repository, runs)
                : CompletableFuture.completedFuture(null);
    }

    /**
     * What the remote says, asked unless it was found a moment ago to have that conflict; what is known where its answer
     * takes long.
     */
    SeenCases look(RepositoryConfiguration repository, String utc, List<PassedRun> runs) {
        SeenCases last = findLast(repository);
        // A run may have escaped it a moment ago.
        if (isOld(last, runs) || last.find(utc).isEmpty()) {
            try {
                askBehind(repository, runs).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException slow) {
                return findLast(repository).withProblem("the remote takes long to answer");
            } catch (ExecutionException defect) {
                throw new IllegalStateException(defect.getCause());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
        return findLast(repository);
    }

    private SeenCases findLast(RepositoryConfiguration repository) {
        return seen.getOrDefault(repository.id(), SeenCases.NOTHING);
    }

    private boolean isOld(SeenCases last, List<PassedRun> runs) {
        return !last.asked().isRecent(clock.instant())
                || (!runs.isEmpty() && !last.asked().covers(runs.get(0)));
    }

    private synchronized CompletableFuture<Void> askBehind(RepositoryConfiguration repository, List<PassedRun> runs) {
        CompletableFuture<Void> underWay = looks.get(repository.id());
        if (underWay == null || underWay.isDone()) {
            // Before the look, so that what happens meanwhile is looked at again.
            RemoteQuestion question = RemoteQuestion.ask(clock.instant(), runs);
            underWay = CompletableFuture.runAsync(() -> ask(repository, question), behind);
            looks.put(repository.id(), underWay);
        }
        return underWay;
    }

    private void ask(RepositoryConfiguration repository, RemoteQuestion question) {
        try {
            seen.put(repository.id(), new SeenCases(cases.listOf(repository), question, question, ""));
        } catch (RuntimeException | IOException away) {
            // Of a damaged object the library throws whatever its bytes lead to.
            LOG.debug("{}: its conflicts could not be looked at", repository.id(), away);
            SeenCases last = findLast(repository);
            seen.put(
                    repository.id(),
                    new SeenCases(last.open(), last.answered(), question, String.valueOf(away.getMessage())));
        }
    }

    /**
     * A question to a remote.
     *
     * @param upTo the end of the last run that the answer tells of. Where the clock was set back, the ends that this host has
     *     heard of before are ahead of it
     */
    record RemoteQuestion(Instant askedAt, Instant upTo) {
        static final RemoteQuestion NEVER = new RemoteQuestion(Instant.EPOCH, Instant.EPOCH);

        /** Asks now, when those runs are known to have ended. */
        static RemoteQuestion ask(Instant now, List<PassedRun> ended) {
            Instant last = ended.stream()
                    .map(PassedRun::endedAt)
                    .max(Comparator.naturalOrder())
                    .orElse(now);
            return new RemoteQuestion(now, last.isAfter(now) ? last : now);
        }

        boolean covers(PassedRun run) {
            return !run.endedAt().isAfter(upTo);
        }

        /** Whether it was asked within the last minute, by a clock that may have been set back since. */
        boolean isRecent(Instant now) {
            return !askedAt.isBefore(now.minus(FRESH)) && !askedAt.isAfter(now);
        }
    }

    /**
     * What is known of a repository.
     *
     * @param open what the remote said when it last answered
     * @param answered the last question that it has answered
     * @param asked the last one, which it may not have answered
     * @param problem why it did not answer since; empty where it did
     */
    record SeenCases(List<ConflictCase> open, RemoteQuestion answered, RemoteQuestion asked, String problem) {
        static final SeenCases NOTHING = new SeenCases(List.of(), RemoteQuestion.NEVER, RemoteQuestion.NEVER, "");

        Optional<ConflictCase> find(String utc) {
            return open.stream()
                    .filter(each -> ConflictName.below(each.branch()).equals(utc))
                    .findFirst();
        }

        SeenCases withProblem(String other) {
            return new SeenCases(open, answered, asked, other);
        }
    }
}

package dev.reconciler.worker.service;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Trigger;
import dev.reconciler.retry.ExponentialBackoff;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.connection.TemporalCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The first run of each repository after the {@link TemporalService} or {@link EmbeddedService} started. Each is
 * watched until it has an outcome.
 *
 * <p>Of many repositories some are under way at a time: the runs that others request meanwhile do not wait behind
 * thousands.
 */
final class BootRuns {
    /** An application waits no longer than this for the boot run before it may start on the data of the disk. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How many runs that make progress are under way. */
    private static final int MOST_UNDER_WAY = 100;

    /** How many requests are made at the same time: each is answered when the service has written it down. */
    private static final int REQUESTS_AT_ONCE = 8;

    /** How many looks in a row may find nothing new: each is a call to Temporal. */
    private static final int MOST_IN_VAIN = 20;

    /** How long requests are made for at a time: thousands of them on a busy machine take many minutes. */
    private static final Duration ASKING = Duration.ofSeconds(5);

    /** How soon a run that the service does not know is requested again: it may lose that one, too. */
    private static final ExponentialBackoff BETWEEN_REQUESTS = new ExponentialBackoff(Duration.ofSeconds(1), PATIENCE);

    private static final String UNREQUESTED =
            "its run is not requested yet, since those of other repositories come first";

    private static final String LOST = "Temporal no longer knows its run, which is requested again";

    private final List<HostRepository> repositories;
    private final Deque<BootRun> unrequested = new ArrayDeque<>();

    /** Those whose run was requested. The one that was looked at longest ago comes first. */
    private final Deque<BootRun> underWay = new ArrayDeque<>();

    /** Those that wait to try again, or take so long that others need not wait for them. */
    private final Deque<BootRun> slow = new ArrayDeque<>();

    private final RunStarter starter;
    private final Executor requests;
    private final Function<HostRepository, LatestRun> latestRuns;
    private final ServiceListener listener;
    private final InstantSource clock;
    private @Nullable Instant begun;

    /** @param requests make requests, several at a time where they are threads */
    BootRuns(
            Collection<HostRepository> repositories,
            RunStarter starter,
            Executor requests,
            Function<HostRepository, LatestRun> looks,
            ServiceListener listener,
            InstantSource clock) {
        this.repositories = List.copyOf(repositories);
        this.starter = starter;
        this.requests = requests;
        this.latestRuns = looks;
        this.listener = listener;
        this.clock = clock;
        beginAgain();
    }

    /** Requests a run of each repository from now on, as at the start: the service has lost its data, and every run. */
    void beginAgain() {
        unrequested.clear();
        underWay.clear();
        slow.clear();
        begun = null;
        repositories.forEach(repository -> unrequested.add(new BootRun(repository)));
    }

    /**
     * Requests runs for some seconds, as long as not too many are under way. The next call goes on where this one
     * stopped, or failed; once each repository has its run, calls do nothing.
     */
    void requestRuns() {
        Instant now = clock.instant();
        if (begun == null) {
            begun = now;
        }
        Instant end = now.plus(ASKING);
        while (!unrequested.isEmpty()
                && underWay.size() < MOST_UNDER_WAY
                && clock.instant().isBefore(end)) {
            if (!requestNext(Math.min(REQUESTS_AT_ONCE, MOST_UNDER_WAY - underWay.size()))) {
                // At the next look: at once it would be refused again.
                return;
            }
        }
    }

    /** @return whether the service has taken all of them */
    private boolean requestNext(int most) {
        List<BootRun> next = unrequested.stream().limit(most).toList();
        List<CompletableFuture<Void>> answers = next.stream()
                .map(run -> CompletableFuture.runAsync(() -> starter.request(run.repository, Trigger.BOOT), requests))
                .toList();
        Throwable failure = null;
        boolean areTaken = true;
        for (int i = 0; i < next.size(); i++) {
            try {
                answers.get(i).join();
                // Only now: a request that fails leaves it where it is.
                unrequested.remove(next.get(i));
                next.get(i).noteRequest(clock.instant());
                underWay.add(next.get(i));
            } catch (CompletionException failed) {
                areTaken = false;
                Throwable cause = Objects.requireNonNull(failed.getCause());
                if (isOfOne(cause)) {
                    postpone(next.get(i), cause);
                } else {
                    failure = cause;
                }
            }
        }
        if (failure instanceof Error shortage) {
            throw shortage;
        }
        if (failure instanceof RuntimeException failed) {
            throw failed;
        }
        return areTaken;
    }

    // A service that is away refuses all, and so does one that has lost its data, and with it the search attributes.
    private static boolean isOfOne(Throwable failure) {
        return failure instanceof RuntimeException
                && !(failure instanceof TemporalUnavailableException away && away.isOfAll())
                && !TemporalCalls.describeFailure(failure).contains("search attribute");
    }

    // What the service refuses of one holds up no others, and is asked for again after them.
    private void postpone(BootRun refused, Throwable why) {
        reportDegraded(refused, "its run can't be requested: " + TemporalCalls.describeFailure(why));
        unrequested.remove(refused);
        unrequested.add(refused);
    }

    /**
     * Tells the listener of runs that got an outcome, or have to wait longer for one, since it was last told of them. A
     * call looks at some of them, until it finds too often that nothing is new, and the next one at those that follow.
     */
    void reportChanges() {
        if (isLate()) {
            reportUnrequested();
        }
        // In this order: one that becomes slow now need not be looked at again now.
        lookAt(slow);
        lookAt(underWay);
    }

    private void lookAt(Deque<BootRun> runs) {
        int inVain = 0;
        for (int left = runs.size(); left > 0 && inVain < MOST_IN_VAIN; left--) {
            BootRun next = runs.element();
            LatestRun look = latestRuns.apply(next.repository);
            // Only now: a look that fails leaves it where it is.
            runs.remove();
            Deque<BootRun> after = sort(next, look);
            if (after != null) {
                after.add(next);
            }
            inVain = after == runs ? inVain + 1 : 0;
        }
    }

    /** Where the run belongs after the look; nowhere where it is over. */
    private @Nullable Deque<BootRun> sort(BootRun run, LatestRun look) {
        return switch (look.state()) {
            case OVER -> {
                if (look.error() == ErrorType.CONFIGURATION && !run.isRepeated) {
                    // The request may have reached a run that an older configuration had started, whose branch or host
                    // is not that of this one. Nothing was looked at then.
                    run.isRepeated = true;
                    yield unrequested;
                }
                listener.bootRunEnded(run.repository.id());
                yield null;
            }
            // Temporal forgets a run only long after its end. This one was requested: it was lost with the data of the
            // service, or a person has deleted it.
            case ABSENT -> {
                if (isLate()) {
                    reportDegraded(run, LOST);
                }
                yield sortLost(run);
            }
            case RETRYING -> {
                reportDegraded(run, look.detail());
                yield slow;
            }
            case WORKING, WAITING_FOR_HOST -> {
                if (isLate()) {
                    reportDegraded(run, look.detail());
                }
                yield isPast(run.requestedAt) ? slow : underWay;
            }
        };
    }

    /** Where a run belongs that is gone. A service that loses each one is asked for them less and less often. */
    private Deque<BootRun> sortLost(BootRun run) {
        if (!isPast(run.requestedAt, BETWEEN_REQUESTS.waitAfter(run.losses))) {
            return slow;
        }
        run.losses++;
        return unrequested;
    }

    /** Tells of a repository once that it is degraded. Its run is watched further, until the outcome ends that. */
    private void reportDegraded(BootRun run, String why) {
        if (!run.isDegraded) {
            run.isDegraded = true;
            listener.bootRunDegraded(run.repository.id(), why);
        }
    }

    /** Tells of those whose turn has not come, all at once: it may be thousands. */
    private void reportUnrequested() {
        List<BootRun> late = unrequested.stream().filter(run -> !run.isDegraded).toList();
        if (!late.isEmpty()) {
            late.forEach(run -> run.isDegraded = true);
            listener.bootRunsDegraded(
                    late.stream().map(run -> run.repository.id()).toList(), UNREQUESTED);
        }
    }

    private boolean isLate() {
        return isPast(begun);
    }

    private boolean isPast(@Nullable Instant start) {
        return isPast(start, PATIENCE);
    }

    private boolean isPast(@Nullable Instant start, Duration wait) {
        return start != null && clock.instant().isAfter(start.plus(wait));
    }

    /** The boot run of one repository. */
    private static final class BootRun {
        private final HostRepository repository;
        private @Nullable Instant requestedAt;

        /** Whether it was told what it waits for. */
        private boolean isDegraded;

        /** Whether it is the second one, after one that the configuration refused. */
        private boolean isRepeated;

        /** How many of its runs the service did not know any more. */
        private int losses;

        BootRun(HostRepository repository) {
            this.repository = repository;
        }

        void noteRequest(Instant now) {
            requestedAt = now;
            // What it waited for before is over.
            isDegraded = false;
        }
    }
}

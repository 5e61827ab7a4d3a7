package dev.reconciler.worker.service;

import dev.reconciler.worker.temporal.connection.TemporalCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schedules of a host in line with its configuration beside everything else: for thousands of them that
 * takes minutes, and neither the boot runs nor the readiness of the host wait for it.
 */
final class ScheduleUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleUpkeep.class);

    /** The wait after a failure, since the next try looks at every schedule again. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Runnable match;
    private final Executor threads;
    private final InstantSource clock;
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);
    private volatile boolean isDue;
    private volatile Instant notBefore = Instant.MIN;

    /** The failure that was told last. One match at a time sees it. */
    private String told = "";

    /**
     * Does nothing yet.
     *
     * @param match creates, changes and deletes schedules until they are those of the configuration
     * @param threads make the match
     */
    ScheduleUpkeep(Runnable match, Executor threads, InstantSource clock) {
        this.match = match;
        this.threads = threads;
        this.clock = clock;
    }

    /** Has the schedules matched soon, and once more where that is under way. */
    void request() {
        isDue = true;
        notBefore = Instant.MIN;
    }

    /** Begins a match where one is due and none is under way. One that fails is due again. */
    void beginWhereDue() {
        if (isDue && underWay.isDone() && !clock.instant().isBefore(notBefore)) {
            underWay = CompletableFuture.runAsync(this::matchOrReport, threads);
        }
    }

    private void matchOrReport() {
        // Before the match: a request that comes meanwhile is not served by it.
        isDue = false;
        try {
            match.run();
            told = "";
        } catch (RuntimeException | Error failed) {
            notBefore = clock.instant().plus(PAUSE);
            isDue = true;
            reportFailure(failed);
        }
    }

    private void reportFailure(Throwable failed) {
        LOG.debug("the schedules could not be brought in line", failed);
        String why = TemporalCalls.describeFailure(failed);
        if (!why.equals(told)) {
            LOG.warn("the schedules could not be brought in line with `every` and are tried again: {}", why);
        }
        told = why;
    }
}

package dev.reconciler.worker.service;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RunStarter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests a run of each repository at its configured interval, in place of Temporal's schedules on an {@link
 * EmbeddedService}.
 */
public final class InProcessSchedules implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessSchedules.class);

    private final Map<HostRepository, Duration> every;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(InProcessSchedules::newDaemonThread);

    /**
     * Prepares the timers, and starts none yet.
     *
     * @param every the interval of each repository that has one
     */
    public InProcessSchedules(Map<HostRepository, Duration> every) {
        this.every = Map.copyOf(every);
    }

    void start(RunStarter starter) {
        every.forEach((repository, interval) -> {
            long nanos = interval.toNanos();
            // A random first moment, so that repositories with the same interval don't all run in the same moment.
            long first = ThreadLocalRandom.current().nextLong(nanos);
            ScheduledFuture<?> unused = timer.scheduleAtFixedRate(
                    () -> requestRun(starter, repository), first, nanos, TimeUnit.NANOSECONDS);
        });
    }

    // The executor cancels a timer whose task throws, so no failure may leave this method.
    private static void requestRun(RunStarter starter, HostRepository repository) {
        try {
            starter.request(repository, Trigger.SCHEDULE);
        } catch (RuntimeException | Error failed) {
            LOG.error("{}: the schedule could not start a run, the next tick tries again", repository.id(), failed);
        }
    }

    private static Thread newDaemonThread(Runnable work) {
        Thread thread = new Thread(work, "timers");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

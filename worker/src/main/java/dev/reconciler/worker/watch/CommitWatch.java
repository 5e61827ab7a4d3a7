package dev.reconciler.worker.watch;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.watch.BranchNews;
import dev.reconciler.git.watch.BranchWatch;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RunStarter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests a run for each local commit of which no run knows.
 *
 * <p>A commit is asked for once. What it comes to is the run's: one that can't push waits and tries by itself. Commits
 * that were made while no worker ran are found by the runs at boot, and asked for only where that run has ended without
 * them.
 */
public final class CommitWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitWatch.class);

    /** The Temporal service is away: the host's service asks it once a second too. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(1);

    private final Map<RepositoryId, HostRepository> here = new HashMap<>();
    private final Map<RepositoryId, CommitId> requested = new HashMap<>();
    private final Map<RepositoryId, CommitId> told = new HashMap<>();

    /** What the first look at each found. */
    private final Map<RepositoryId, Optional<CommitId>> atStart = new HashMap<>();

    /** Those whose boot run has not ended. */
    private final Map<RepositoryId, RepositorySettings> booting = new HashMap<>();

    private final Collection<RepositorySettings> watched;
    private final RunStarter starter;
    private final EventFeed events;
    private final ScheduledExecutorService looks;
    private @Nullable BranchWatch watch;

    /**
     * Prepares the watch, and starts none yet.
     *
     * @param watched the repositories whose local commits start runs
     * @param listed the repositories of this host, those among them
     */
    public CommitWatch(
            Collection<RepositorySettings> watched,
            Collection<HostRepository> listed,
            RunStarter starter,
            EventFeed events) {
        this.watched = watched;
        this.starter = starter;
        this.events = events;
        listed.forEach(repository -> here.put(repository.id(), repository));
        watched.forEach(settings -> booting.put(settings.id(), settings));
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, CommitWatch::newDaemonThread);
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.looks = one;
    }

    /** Starts to watch; nothing where no repository is to be watched. */
    public synchronized void start() {
        if (!watched.isEmpty() && !looks.isShutdown()) {
            watch = BranchWatch.start(watched, settings -> look(settings, Duration.ZERO));
        }
    }

    /** How many repositories are watched; none before the start. */
    public synchronized int countWatched() {
        return watch == null ? 0 : watched.size();
    }

    /** Whether the system refuses to report some changes, so that commits are seen later. */
    public synchronized boolean isBlind() {
        return watch != null && watch.isBlind();
    }

    /** The boot run of that repository has an outcome: what it has not taken along is asked for from now on. */
    public void bootRunEnded(RepositoryId repository) {
        schedule(repository, Duration.ZERO, () -> {
            RepositorySettings settings = booting.remove(repository);
            if (settings != null && atStart.containsKey(repository)) {
                requestIfNews(settings);
            }
        });
    }

    private void look(RepositorySettings settings, Duration delay) {
        schedule(settings.id(), delay, () -> requestIfNews(settings));
    }

    private void schedule(RepositoryId repository, Duration delay, Runnable work) {
        try {
            ScheduledFuture<?> unused = looks.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("{}: the watch is closed", repository);
        }
    }

    private void requestIfNews(RepositorySettings settings) {
        try {
            takeNews(settings.id(), BranchNews.find(settings));
        } catch (RuntimeException | Error failed) {
            // No failure may end the watch. The commit is asked for again until the service takes it.
            LOG.debug("{}: the local commit could not be asked for yet", settings.id(), failed);
            look(settings, BETWEEN_REQUESTS);
        }
    }

    private void takeNews(RepositoryId repository, Optional<BranchNews> found) {
        Optional<CommitId> news = found.map(BranchNews::commit);
        // Even where it is none: what comes later was not there at the start.
        Optional<CommitId> first = atStart.computeIfAbsent(repository, look -> news);
        if (news.isEmpty()) {
            requested.remove(repository);
            told.remove(repository);
            return;
        }
        boolean isLeftToBoot = booting.containsKey(repository) && news.equals(first);
        if (!isLeftToBoot && !news.get().equals(requested.get(repository))) {
            starter.request(Objects.requireNonNull(here.get(repository)), Trigger.COMMIT);
            requested.put(repository, news.get());
        }
        boolean isTold = news.get().equals(told.put(repository, news.get()));
        if (!isTold && found.get().isUnpushed()) {
            events.commitSeen(repository, news.get(), Instant.now());
        }
    }

    private static Thread newDaemonThread(Runnable work) {
        Thread thread = new Thread(work, "commit-watch");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.close();
        }
        looks.shutdownNow();
    }
}

package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.temporal.run.LatestRunReader;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * An {@link EmbeddedTemporal} that is replaced by a fresh one before it slows down, since a service of that kind keeps
 * every run that it ever had in one list.
 *
 * <p>No request gets lost. A request that arrives during the replacement waits for the fresh service. A run that has no
 * outcome yet is requested again on the fresh service, where its steps find on the disk what the old run did.
 */
public final class SelfRenewingTemporal implements RunStarter {
    /** The wait for a push or a clone that is under way. The next run finds on the disk what this limit cut short. */
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final Supplier<EmbeddedTemporal> serviceStarter;
    private final int requestsUntilWorn;
    // Requests and looks hold the read lock, and so run side by side; the replacement holds the write lock.
    private final ReadWriteLock replacing = new ReentrantReadWriteLock();
    // The repositories that the present service has had a request for, with the newest trigger.
    private final Map<HostRepository, Trigger> requested = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private EmbeddedTemporal temporal;

    /**
     * @param worn the number of requests after which a service is replaced in a quiet moment; after twice as many, it
     * is replaced in any moment
     */
    public SelfRenewingTemporal(Supplier<EmbeddedTemporal> fresh, int worn) {
        this.serviceStarter = fresh;
        this.requestsUntilWorn = worn;
        this.temporal = fresh.get();
    }

    @Override
    public String request(HostRepository repository, Trigger trigger) {
        replacing.readLock().lock();
        try {
            // Noted before the request is made: a service that fails the request leaves it to the next service.
            requested.put(repository, trigger);
            requests.incrementAndGet();
            return new WorkflowRuns(temporal.client()).request(TemporalRunStarter.newInput(repository, trigger));
        } finally {
            replacing.readLock().unlock();
        }
    }

    /** Reads the phase of the latest run of a repository. */
    public LatestRun readLatestRun(HostRepository repository) {
        replacing.readLock().lock();
        try {
            return new LatestRunReader(temporal.client()).readLatestRun(repository);
        } finally {
            replacing.readLock().unlock();
        }
    }

    /**
     * Replaces a service that is worn and has no run at work, or that is worn twice over. Returns when the fresh
     * service takes requests.
     */
    public void recycleIfWorn() {
        int served = requests.get();
        if (served >= requestsUntilWorn && (served >= 2 * requestsUntilWorn || isQuiet())) {
            replacing.writeLock().lock();
            try {
                replaceService();
            } finally {
                replacing.writeLock().unlock();
            }
        }
    }

    private boolean isQuiet() {
        return requested.keySet().stream().allMatch(it -> readLatestRun(it).state() != RunPhase.WORKING);
    }

    private void replaceService() {
        // The old service drains before the fresh one starts, since the activities of both work on the same disk.
        EmbeddedTemporal old = temporal;
        old.drain(DRAIN);
        LatestRunReader looks = new LatestRunReader(old.client());
        // Only the old service knows which runs have their outcome.
        requested.keySet().removeIf(looks::isOver);
        temporal = serviceStarter.get();
        requests.set(0);
        WorkflowRuns runs = new WorkflowRuns(temporal.client());
        requested.forEach((repository, trigger) -> runs.request(TemporalRunStarter.newInput(repository, trigger)));
        discardInBackground(old);
    }

    // A thread of its own waits for the old service: an activity that hangs there would hold up every request here.
    private static void discardInBackground(EmbeddedTemporal old) {
        Thread thread = new Thread(old::discard, "discard-temporal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes no new work, and waits for the activities under way, at most for that time. */
    public void drain(Duration atMost) {
        replacing.writeLock().lock();
        try {
            temporal.drain(atMost);
        } finally {
            replacing.writeLock().unlock();
        }
    }
}

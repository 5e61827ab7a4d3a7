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
 * The Temporal service inside this process, replaced by a fresh one before it slows down: it keeps every run that it
 * ever had in one list.
 *
 * <p>No request gets lost: those that arrive meanwhile wait, and a run that is not over is asked for again.
 */
public final class RecycledTemporal implements RunStarter {
    /** Waiting for a push or a clone that is under way; what is cut is found on the disk by the next run. */
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final Supplier<EmbeddedTemporal> serviceStarter;
    private final int requestsUntilWorn;
    private final ReadWriteLock replacing = new ReentrantReadWriteLock();
    private final Map<HostRepository, Trigger> requested = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private EmbeddedTemporal temporal;

    /** @param worn after how many requests it is replaced, in a quiet moment */
    public RecycledTemporal(Supplier<EmbeddedTemporal> fresh, int worn) {
        this.serviceStarter = fresh;
        this.requestsUntilWorn = worn;
        this.temporal = fresh.get();
    }

    @Override
    public String request(HostRepository repository, Trigger trigger) {
        replacing.readLock().lock();
        try {
            requested.put(repository, trigger);
            requests.incrementAndGet();
            return new WorkflowRuns(temporal.client()).request(TemporalRunStarter.newInput(repository, trigger));
        } finally {
            replacing.readLock().unlock();
        }
    }

    /** What the latest run of a repository is doing. */
    public LatestRun readLatestRun(HostRepository repository) {
        replacing.readLock().lock();
        try {
            return new LatestRunReader(temporal.client()).readLatestRun(repository);
        } finally {
            replacing.readLock().unlock();
        }
    }

    /** Replaces it where it is worn, and nothing is under way; or in any case where it is worn out. */
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
        EmbeddedTemporal old = temporal;
        old.drain(DRAIN);
        LatestRunReader looks = new LatestRunReader(old.client());
        requested.keySet().removeIf(looks::isOver);
        temporal = serviceStarter.get();
        requests.set(0);
        WorkflowRuns runs = new WorkflowRuns(temporal.client());
        requested.forEach((repository, trigger) -> runs.request(TemporalRunStarter.newInput(repository, trigger)));
        discardInBackground(old);
    }

    /** An activity that hangs would hold up whoever waits. */
    private static void discardInBackground(EmbeddedTemporal old) {
        Thread thread = new Thread(old::discard, "discard-temporal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes no work any more, and waits for what is under way. */
    public void drain(Duration atMost) {
        replacing.writeLock().lock();
        try {
            temporal.drain(atMost);
        } finally {
            replacing.writeLock().unlock();
        }
    }
}

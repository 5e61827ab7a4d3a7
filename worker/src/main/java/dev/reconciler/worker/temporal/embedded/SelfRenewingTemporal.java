package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.ConflictDecisions;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.temporal.run.LatestRunReader;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An {@link EmbeddedTemporal} that is replaced by a fresh one before it slows down, since a service of that kind keeps
 * every run that it ever had in one list.
 *
 * <p>No request gets lost. A request that arrives during the replacement waits for the fresh service. A run that has no
 * outcome yet is requested again on the fresh service, where its steps find on the disk what the old run did; and so is
 * every pass that somebody waits for.
 */
public final class SelfRenewingTemporal implements RunStarter, PassWaits, ConflictDecisions {
    /** The wait for a push or a clone that is under way. The next run finds on the disk what this limit cut short. */
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final Supplier<EmbeddedTemporal> serviceStarter;
    private final int requestsUntilWorn;
    private final Supplier<List<HostRepository>> withCases;
    // Requests and looks hold the read lock, and so run side by side; the replacement holds the write lock.
    private final ReadWriteLock replacing = new ReentrantReadWriteLock();
    // The repositories that the present service has had a request for, with the newest trigger.
    private final Map<HostRepository, Trigger> requested = new ConcurrentHashMap<>();
    private final Set<OpenWait> waits = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private EmbeddedTemporal temporal;

    /**
     * @param worn the number of requests after which a service is replaced in a quiet moment; after twice as many, it
     * is replaced in any moment
     */
    public SelfRenewingTemporal(Supplier<EmbeddedTemporal> fresh, int worn) {
        this(fresh, worn, List::of);
    }

    /**
     * The same, for a host that keeps cases of conflicts.
     *
     * @param withCases finds the repositories that have some: a run of each opens them anew on a fresh service
     */
    public SelfRenewingTemporal(Supplier<EmbeddedTemporal> fresh, int worn, Supplier<List<HostRepository>> withCases) {
        this.withCases = withCases;
        this.serviceStarter = fresh;
        this.requestsUntilWorn = worn;
        this.temporal = fresh.get();
    }

    @Override
    public RequestedRun request(HostRepository repository, Trigger trigger) {
        replacing.readLock().lock();
        try {
            // Noted before the request is made: a service that fails the request leaves it to the next service.
            requested.put(repository, trigger);
            requests.incrementAndGet();
            return temporal.runs().request(TemporalRunStarter.newInput(repository, trigger));
        } finally {
            replacing.readLock().unlock();
        }
    }

    @Override
    public CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger) {
        OpenWait wait = new OpenWait(repository, trigger, new CompletableFuture<>());
        replacing.readLock().lock();
        try {
            requested.put(repository, trigger);
            requests.incrementAndGet();
            waits.add(wait);
            askFor(wait);
        } finally {
            replacing.readLock().unlock();
        }
        return wait.answer().whenComplete((result, failure) -> waits.remove(wait));
    }

    @Override
    public CompletableFuture<ReconcileResult> decide(HostRepository repository, ConflictTask task) {
        replacing.readLock().lock();
        try {
            requested.put(repository, Trigger.CONFLICT);
            requests.incrementAndGet();
            EmbeddedTemporal asked = temporal;
            // A service that was replaced fails what still waits there: the fresh one is asked again.
            return asked.runs()
                    .decide(TemporalRunStarter.newInput(repository, Trigger.CONFLICT), task)
                    .exceptionallyCompose(failure ->
                            isPresent(asked) ? CompletableFuture.failedFuture(failure) : decide(repository, task));
        } finally {
            replacing.readLock().unlock();
        }
    }

    private void askFor(OpenWait wait) {
        EmbeddedTemporal asked = temporal;
        CompletableFuture<ReconcileResult> unused = asked.runs()
                .awaitPass(TemporalRunStarter.newInput(wait.repository(), wait.trigger()))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        wait.answer().complete(result);
                    } else if (isPresent(asked)) {
                        wait.answer().completeExceptionally(failure);
                    }
                });
    }

    // A service that was replaced fails what still waits there, and the fresh one was asked for it.
    private boolean isPresent(EmbeddedTemporal asked) {
        replacing.readLock().lock();
        try {
            return asked == temporal;
        } finally {
            replacing.readLock().unlock();
        }
    }

    /** Reads the phase of the latest run of a repository. */
    public LatestRun readLatestRun(HostRepository repository) {
        return ask(client -> new LatestRunReader(client).readLatestRun(repository));
    }

    /** Asks the present service, which is not replaced meanwhile. */
    public <T> T ask(Function<WorkflowClient, T> question) {
        replacing.readLock().lock();
        try {
            return question.apply(temporal.client());
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
        withCases.get().forEach(repository -> requested.putIfAbsent(repository, Trigger.BOOT));
        temporal = serviceStarter.get();
        WorkflowRuns runs = temporal.runs();
        requested.forEach((repository, trigger) -> runs.request(TemporalRunStarter.newInput(repository, trigger)));
        waits.forEach(this::askFor);
        // Last: a replacement that fails on its way leaves the service worn, and the next look makes it again.
        requests.set(0);
        discardInBackground(old);
    }

    // A thread of its own waits for the old service: an activity that hangs there would hold up every request here.
    private static void discardInBackground(EmbeddedTemporal old) {
        Thread thread = new Thread(old::discard, "discard-temporal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Somebody waits for a pass. */
    private record OpenWait(HostRepository repository, Trigger trigger, CompletableFuture<ReconcileResult> answer) {}

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

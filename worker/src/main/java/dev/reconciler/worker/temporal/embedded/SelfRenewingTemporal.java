package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.ConflictDecisions;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.temporal.run.LatestRunReader;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An {@link EmbeddedTemporal} that is replaced by a fresh one before it slows down, since a service of that kind keeps
 * every run that it ever had in one list.
 *
 * <p>No request gets lost, and no step is cut by it: a fetch may take longer than a service lives. Runs that are under way
 * go on where they are, on a {@link ReplacedService}. Each that waits until it tries again is ended there and requested anew
 * on the fresh service, where its steps find on the disk what the old run did; and so is every pass that somebody waits for.
 * Requests wait while one repository is moved so, which takes milliseconds, and not for all of them.
 */
public final class SelfRenewingTemporal implements RunStarter, PassWaits, ConflictDecisions {
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final Supplier<EmbeddedTemporal> serviceStarter;
    private final int requestsUntilWorn;
    private final Consumer<RepositoryId> forgetLooks;
    // Requests hold the read lock, and so run side by side; what changes the services holds the write lock. It is fair:
    // where one repository is moved after the other, requests come between two of them.
    private final ReadWriteLock replacing = new ReentrantReadWriteLock(true);
    // Of the present service, or one before it.
    private final OpenRequests requests = new OpenRequests();
    private final AtomicInteger wear = new AtomicInteger();
    private final ServiceGenerations services;

    /** @param worn the number of requests after which a service is replaced */
    public SelfRenewingTemporal(Supplier<EmbeddedTemporal> fresh, int worn) {
        this(fresh, worn, repository -> {});
    }

    /**
     * The same, for a host that keeps cases of conflicts.
     *
     * @param forgetLooks forgets what the cases of a repository have seen, so that its next fetch opens them again
     */
    public SelfRenewingTemporal(Supplier<EmbeddedTemporal> fresh, int worn, Consumer<RepositoryId> forgetLooks) {
        this.forgetLooks = forgetLooks;
        this.serviceStarter = fresh;
        this.requestsUntilWorn = worn;
        this.services = new ServiceGenerations(fresh.get());
    }

    @Override
    public RequestedRun request(HostRepository repository, Trigger trigger) {
        replacing.readLock().lock();
        try {
            note(repository, trigger);
            return services.find(repository.id()).runs().request(TemporalRunStarter.newInput(repository, trigger));
        } finally {
            replacing.readLock().unlock();
        }
    }

    // Before the request is made: a service that fails the request leaves it to the next service.
    private void note(HostRepository repository, Trigger trigger) {
        requests.note(repository, trigger);
        wear.incrementAndGet();
    }

    @Override
    public CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger) {
        return ask(repository, trigger, runs -> runs.awaitPass(TemporalRunStarter.newInput(repository, trigger)));
    }

    @Override
    public CompletableFuture<ReconcileResult> decide(HostRepository repository, ConflictTask task) {
        return ask(
                repository,
                Trigger.CONFLICT,
                runs -> runs.decide(TemporalRunStarter.newInput(repository, Trigger.CONFLICT), task));
    }

    private CompletableFuture<ReconcileResult> ask(
            HostRepository repository,
            Trigger trigger,
            Function<WorkflowRuns, CompletableFuture<ReconcileResult>> question) {
        OpenWait wait = new OpenWait(repository, question);
        replacing.readLock().lock();
        try {
            note(repository, trigger);
            wait.ask(services.find(repository.id()));
            return requests.note(wait);
        } finally {
            replacing.readLock().unlock();
        }
    }

    /** Reads the phase of the latest run of a repository. */
    public LatestRun readLatestRun(HostRepository repository) {
        return services.ask(repository.id(), client -> new LatestRunReader(client).readLatestRun(repository));
    }

    /** Asks each service for those of the repositories whose runs it has. The answers come in any order. */
    public <T> List<T> askEach(
            List<RepositoryConfiguration> repositories,
            BiFunction<WorkflowClient, List<RepositoryConfiguration>, List<T>> question) {
        return services.askEach(repositories, question);
    }

    /** Has the service replaced by the next look, however few requests it had: its timers would not end in time. */
    public void wearOut() {
        wear.set(requestsUntilWorn);
    }

    /** Replaces a service that is worn, and takes from those that were replaced what is at rest there. */
    public void recycleIfWorn() {
        services.replaced().forEach(this::takeOver);
        if (wear.get() >= requestsUntilWorn) {
            replaceService();
            services.replaced().forEach(this::takeOver);
        }
    }

    private void replaceService() {
        Set<OpenRequests.Request> over = findOver();
        // Nothing that can fail comes between its start and its use: each look would start another one.
        EmbeddedTemporal fresh = serviceStarter.get();
        replacing.writeLock().lock();
        try {
            requests.forget(over);
            services.replace(
                    fresh,
                    requests.list().stream()
                            .map(OpenRequests.Request::repository)
                            .filter(this::isPresent)
                            .toList());
            wear.set(0);
        } finally {
            replacing.writeLock().unlock();
        }
    }

    /**
     * Finds the requests whose runs are over. There may be very many, so nobody is held up for these looks: a request that
     * comes after its repository was looked at is another one.
     */
    private Set<OpenRequests.Request> findOver() {
        List<OpenRequests.Request> made;
        replacing.writeLock().lock();
        try {
            // No request is half made now.
            made = requests.list();
        } finally {
            replacing.writeLock().unlock();
        }
        return made.stream().filter(each -> isEnded(each.repository())).collect(Collectors.toSet());
    }

    private boolean isEnded(HostRepository repository) {
        EmbeddedTemporal present = services.present();
        return !requests.areAwaited(repository.id())
                && isPresent(repository)
                && present.isOver(repository)
                && !present.cases().areUnfinished(repository.id());
    }

    private boolean isPresent(HostRepository repository) {
        return services.find(repository.id()) == services.present();
    }

    private void takeOver(ReplacedService old) {
        // Looked at before, so that nobody is held up for nothing.
        old.findAtRest().forEach(each -> takeOver(old, each));
        if (old.isEmpty()) {
            services.end(old);
            discardInBackground(old.service());
        }
    }

    /** Whatever fails on its way is done again by the next look: the repository is the old service's until the end. */
    private void takeOver(ReplacedService old, HostRepository repository) {
        EmbeddedTemporal from = old.service();
        replacing.writeLock().lock();
        try {
            boolean isOver = from.isOver(repository);
            // The answer of a run that is over is on its way, or else what was asked has yet to reach the service.
            boolean isAnswerDue = isOver && requests.areAwaited(repository.id());
            if (isAnswerDue || !from.isAtRest(repository) || !from.refuseRuns(repository)) {
                return;
            }
            if (!isOver) {
                OpenRequests.Request newest = requests.find(repository.id());
                goOn(from, newest.repository(), newest.trigger());
            } else if (from.cases().areUnfinished(repository.id())) {
                goOn(from, repository, Trigger.BOOT);
            } else {
                requests.forget(repository.id());
            }
            old.release(repository);
        } finally {
            replacing.writeLock().unlock();
        }
    }

    private void goOn(EmbeddedTemporal from, HostRepository repository, Trigger trigger) {
        // The fetch of the fresh service opens them again, and people are told of them there.
        from.cases().end(repository.id());
        forgetLooks.accept(repository.id());
        services.present().runs().request(TemporalRunStarter.newInput(repository, trigger));
        requests.findWaits(repository.id()).forEach(wait -> wait.ask(services.present()));
        from.endRun(repository);
    }

    // A thread of its own waits for the old service: an activity that hangs there would hold up every request here.
    private static void discardInBackground(EmbeddedTemporal old) {
        Thread thread = new Thread(
                () -> {
                    // What has ended there is told to whoever waits for it.
                    old.drain(DRAIN);
                    old.discard();
                },
                "discard-temporal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes no new work, and waits for the activities under way, at most for that time. */
    public void drain(Duration atMost) {
        replacing.writeLock().lock();
        try {
            List<EmbeddedTemporal> all = services.all();
            all.forEach(EmbeddedTemporal::refuseWork);
            long endNanos = System.nanoTime() + atMost.toNanos();
            all.forEach(each -> each.drain(Duration.ofNanos(endNanos - System.nanoTime())));
        } finally {
            replacing.writeLock().unlock();
        }
    }
}

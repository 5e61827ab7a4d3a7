package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.run.PlannedRun;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes a few plans, all at the same time: by a look at both sides, which is all that most plans need, and by a run on the
 * Temporal service where something has to be waited for. The service takes longer to start than most plans.
 */
final class PlanLooks {
    /** Each has a thread of its own. With more of them, the start of a service is a small part of the whole. */
    static final int MOST = 8;

    private static final ExecutorService THREADS = VirtualThreads.newDaemonExecutor("look");

    /** A remote that takes longer may not answer at all, and the service is to be there when the budget ends. */
    private static final int QUICK_MILLIS = 1_000;

    private final RepositoryActivities steps;
    private final Consumer<ReconcileResult> sink;
    private final CompletableFuture<Boolean> serviceNeeded = new CompletableFuture<>();
    private final CompletableFuture<WorkflowRuns> service;

    /**
     * @param steps carried out by the calling thread, and without effect
     * @param start starts the service, once, where it is needed
     * @param sink receives each plan as soon as it is made
     */
    PlanLooks(RepositoryActivities steps, Supplier<WorkflowRuns> start, Consumer<ReconcileResult> sink) {
        this.steps = steps;
        this.sink = sink;
        this.service = serviceNeeded.thenApplyAsync(needed -> start.get(), THREADS);
    }

    /** Returns once each plan is made. */
    void make(List<ReconcileInput> plans) {
        CompletableFuture<?>[] made = plans.stream()
                .map(plan ->
                        CompletableFuture.supplyAsync(() -> look(plan), THREADS).thenCompose(this::goOn))
                .toArray(CompletableFuture<?>[]::new);
        serviceNeeded.completeOnTimeout(true, QUICK_MILLIS, TimeUnit.MILLISECONDS);
        CompletableFuture.allOf(made).join();
        serviceNeeded.cancel(false);
    }

    /** What has yet to be made of a plan; empty where it is made. */
    private Optional<PlannedRun> look(ReconcileInput plan) {
        PlannedRun begun = new PlannedRun(plan, steps, InstantSource.system(), ThreadLocalRandom.current());
        Optional<ReconcileResult> made = begun.look();
        made.ifPresent(sink);
        return made.isPresent() ? Optional.empty() : Optional.of(begun);
    }

    private CompletableFuture<Void> goOn(Optional<PlannedRun> begun) {
        if (begun.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        serviceNeeded.complete(true);
        Executor later =
                CompletableFuture.delayedExecutor(begun.get().waitBefore().toMillis(), TimeUnit.MILLISECONDS, THREADS);
        return service.thenComposeAsync(runs -> runs.run(begun.get().rest()), later)
                .thenAccept(sink);
    }
}

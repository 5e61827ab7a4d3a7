package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.thread.WorkUnderWay;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.Reconciliation;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reconciles on an {@link EmbeddedTemporal}: one run for each repository, all at the same time. */
public final class EmbeddedReconciliation implements Reconciliation {
    /** A transport that hangs does not end, and must not hold up the program for long. */
    private static final Duration SWEEPING = Duration.ofSeconds(4);

    private final BiFunction<Configuration, Boolean, RepositoryActivities> activities;
    private final Supplier<EmbeddedTemporal> services;

    /**
     * Reconciles each time on a service of its own.
     *
     * @param activities makes the activities of a configuration; the second argument says whether they only look
     * @param services gives a service that nobody uses, without workers
     */
    public EmbeddedReconciliation(
            BiFunction<Configuration, Boolean, RepositoryActivities> activities, Supplier<EmbeddedTemporal> services) {
        this.activities = activities;
        this.services = services;
    }

    @Override
    public void run(Configuration configuration, Duration retryFor, boolean planned, Consumer<ReconcileResult> sink) {
        RepositoryActivities local = activities.apply(configuration, planned);
        EmbeddedTemporal temporal = services.get();
        temporal.serve(HostQueues.of(configuration), local);
        WorkflowRuns runs = new WorkflowRuns(temporal.client());
        // Each result goes to the sink as soon as its run ends: a remote that hangs holds up its own result alone.
        CompletableFuture<?>[] results = configuration.repositories().stream()
                .map(repository -> runs.run(newInput(configuration, repository, retryFor, planned))
                        .thenAccept(sink))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(results).join();
        // An attempt that was cut at the end of its budget sweeps up after itself.
        WorkUnderWay.awaitNone(SWEEPING);
    }

    private static ReconcileInput newInput(
            Configuration configuration, RepositoryConfiguration repository, Duration retryFor, boolean planned) {
        return new ReconcileInput(
                repository.id(), configuration.host(), repository.branch(), Trigger.MANUAL, retryFor, planned);
    }
}

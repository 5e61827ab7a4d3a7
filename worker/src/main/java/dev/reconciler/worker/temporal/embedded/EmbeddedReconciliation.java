package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.activity.PlanActivities;
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
import java.util.List;
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
        List<ReconcileInput> inputs = configuration.repositories().stream()
                .map(repository -> newInput(configuration, repository, retryFor, planned))
                .toList();
        if (local instanceof PlanActivities plan && inputs.size() <= PlanLooks.MOST) {
            new PlanLooks(plan.withoutTemporal(), () -> serve(configuration, local), sink).make(inputs);
        } else {
            run(inputs, serve(configuration, local), sink);
        }
        // An attempt that was cut at the end of its budget sweeps up after itself.
        WorkUnderWay.awaitNone(SWEEPING);
    }

    private static void run(List<ReconcileInput> inputs, WorkflowRuns runs, Consumer<ReconcileResult> sink) {
        // Each result goes to the sink as soon as its run ends: a remote that hangs holds up its own result alone.
        CompletableFuture<?>[] results =
                inputs.stream().map(input -> runs.run(input).thenAccept(sink)).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(results).join();
    }

    private WorkflowRuns serve(Configuration configuration, RepositoryActivities local) {
        EmbeddedTemporal temporal = services.get();
        temporal.serve(HostQueues.of(configuration), local);
        return new WorkflowRuns(temporal.client());
    }

    private static ReconcileInput newInput(
            Configuration configuration, RepositoryConfiguration repository, Duration retryFor, boolean planned) {
        return new ReconcileInput(
                repository.id(), configuration.host(), repository.branch(), Trigger.MANUAL, retryFor, planned);
    }
}

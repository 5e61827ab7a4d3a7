package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.Reconciliation;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Reconciles on a Temporal service inside this process, one run for each repository, all at the same time. */
public final class EmbeddedReconciliation implements Reconciliation {
    private final BiFunction<Configuration, Boolean, RepositoryActivities> activities;

    /** @param activities for a configuration, and whether they only look */
    public EmbeddedReconciliation(BiFunction<Configuration, Boolean, RepositoryActivities> activities) {
        this.activities = activities;
    }

    @Override
    public void run(Configuration configuration, Duration retryFor, boolean planned, Consumer<ReconcileResult> sink) {
        EmbeddedTemporal temporal = EmbeddedTemporal.start(
                configuration.host(),
                activities.apply(configuration, planned),
                configuration.repositories().size());
        WorkflowRuns runs = new WorkflowRuns(temporal.client());
        CompletableFuture<?>[] results = configuration.repositories().stream()
                .map(repository -> runs.run(newInput(configuration, repository, retryFor, planned))
                        .thenAccept(sink))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(results).join();
    }

    private static ReconcileInput newInput(
            Configuration configuration, RepositoryConfiguration repository, Duration retryFor, boolean planned) {
        return new ReconcileInput(
                repository.id(), configuration.host(), repository.branch(), Trigger.MANUAL, retryFor, planned);
    }
}

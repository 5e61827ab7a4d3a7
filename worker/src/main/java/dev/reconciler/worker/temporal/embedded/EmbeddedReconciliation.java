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

/** Reconciles on an {@link EmbeddedTemporal}: one run for each repository, all at the same time. */
public final class EmbeddedReconciliation implements Reconciliation {
    /** A transport that hangs does not end, and must not hold up the program for long. */
    private static final Duration SWEEPING = Duration.ofSeconds(4);

    private final BiFunction<Configuration, Boolean, RepositoryActivities> activities;

    /** @param activities makes the activities of a configuration; the second argument says whether they only look */
    public EmbeddedReconciliation(BiFunction<Configuration, Boolean, RepositoryActivities> activities) {
        this.activities = activities;
    }

    @Override
    public void run(Configuration configuration, Duration retryFor, boolean planned, Consumer<ReconcileResult> sink) {
        EmbeddedTemporal temporal =
                EmbeddedTemporal.start(HostQueues.of(configuration), activities.apply(configuration, planned));
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

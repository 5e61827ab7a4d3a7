package dev.reconciler.worker.temporal.run;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.workflow.ReconcileInput;

/** Starts {@link WorkflowRuns} on a Temporal service, full or inside this process. */
public final class TemporalRunStarter implements RunStarter {
    private final WorkflowRuns runs;

    /** Starts runs on the service of those runs. */
    public TemporalRunStarter(WorkflowRuns runs) {
        this.runs = runs;
    }

    @Override
    public String request(HostRepository repository, Trigger trigger) {
        return runs.request(newInput(repository, trigger));
    }

    /** Makes the input that a run of that repository is started with. */
    public static ReconcileInput newInput(HostRepository repository, Trigger trigger) {
        return new ReconcileInput(
                repository.id(), repository.host(), repository.branch(), trigger, repository.retryFor(), false);
    }
}

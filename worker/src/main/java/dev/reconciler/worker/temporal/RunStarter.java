package dev.reconciler.worker.temporal;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.operation.HostRepository;
import dev.reconciler.worker.operation.Starter;
import dev.reconciler.workflow.ReconcileInput;

/** Starts runs on a Temporal service. */
public final class RunStarter implements Starter {
    private final Runs runs;

    /** On the service of those runs. */
    public RunStarter(Runs runs) {
        this.runs = runs;
    }

    @Override
    public String request(HostRepository repository, Trigger trigger) {
        return runs.request(input(repository, trigger));
    }

    /** What a run of that repository is started with. */
    static ReconcileInput input(HostRepository repository, Trigger trigger) {
        return new ReconcileInput(
                repository.id(), repository.host(), repository.branch(), trigger, repository.retryFor(), false);
    }
}

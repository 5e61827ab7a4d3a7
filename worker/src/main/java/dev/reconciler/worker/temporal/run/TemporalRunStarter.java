package dev.reconciler.worker.temporal.run;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.workflow.ReconcileInput;
import java.time.Duration;

/** Starts {@link WorkflowRuns} on a full Temporal service. */
public final class TemporalRunStarter implements RunStarter {
    /** A server refuses a second start of a workflow ID within this time of the first, unless it is told otherwise. */
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(1);

    private final WorkflowRuns runs;

    /** Starts runs on the service of those runs. */
    public TemporalRunStarter(WorkflowRuns runs) {
        this.runs = runs;
    }

    @Override
    public RequestedRun request(HostRepository repository, Trigger trigger) {
        return runs.request(newLingeringInput(repository, trigger));
    }

    /** Makes the input that a run of that repository is started with on a full service. */
    public static ReconcileInput newLingeringInput(HostRepository repository, Trigger trigger) {
        return newInput(repository, trigger).withLinger(BETWEEN_STARTS);
    }

    /** Makes the input that a run of that repository is started with on the service inside this process. */
    public static ReconcileInput newInput(HostRepository repository, Trigger trigger) {
        return new ReconcileInput(
                repository.id(), repository.host(), repository.branch(), trigger, repository.retryFor(), false);
    }
}

package dev.reconciler.workflow.run;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.pass.PlannedPass;
import dev.reconciler.workflow.progress.RunProgress;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A plan that is made by the calling thread as far as it goes without a wait: by the code of every run, without the Temporal
 * service, whose start takes longer than most plans.
 */
public final class PlannedRun {
    private final ReconcileInput input;
    private final RunProgress progress;
    private final PlannedPass pass;

    /** @param steps carried out by the calling thread, and without effect */
    public PlannedRun(ReconcileInput input, RepositoryActivities steps, InstantSource clock) {
        this.input = input;
        this.progress = new RunProgress(clock.instant());
        this.pass = new PlannedPass(input, progress, steps, clock);
    }

    /** Looks at both sides once: the plan, or empty where a run has to go on with {@link #rest}. */
    public Optional<ReconcileResult> look() {
        return pass.runCycle().map(end -> new RunResults(input, progress).closePass(end, "", pass.duration()));
    }

    /** The input of the run that goes on, within the same budget. */
    public ReconcileInput rest() {
        return input.withCheckpoint(progress.createCheckpoint(pass.snapshot()));
    }
}

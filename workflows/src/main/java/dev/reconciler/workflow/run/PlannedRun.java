package dev.reconciler.workflow.run;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.pass.PlannedPass;
import dev.reconciler.workflow.progress.RunProgress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/**
 * A plan that is made by the calling thread as far as it goes without a wait: by the code of every run, without the Temporal
 * service, whose start takes longer than most plans.
 */
public final class PlannedRun {
    private final ReconcileInput input;
    private final RunProgress progress;
    private final PlannedPass pass;

    /**
     * @param steps carried out by the calling thread, and without effect
     * @param random keeps those who wait for one remote apart
     */
    public PlannedRun(ReconcileInput input, RepositoryActivities steps, InstantSource clock, Random random) {
        this.input = input;
        this.progress = new RunProgress(clock.instant());
        this.pass = new PlannedPass(input, progress, steps, clock, random);
    }

    /** Looks at both sides once: the plan, or empty where a run has to go on with {@link #rest}. */
    public Optional<ReconcileResult> look() {
        return pass.runCycle().map(end -> new RunResults(input, progress).closePass(end, "", pass.duration()));
    }

    /** How long to wait before a run goes on: a remote that is away is not asked at once. */
    public Duration waitBefore() {
        return pass.waitBefore();
    }

    /** The input of the run that goes on, within the same budget. */
    public ReconcileInput rest() {
        return input.withCheckpoint(progress.createCheckpoint(pass.snapshot()));
    }
}

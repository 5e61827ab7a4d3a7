package dev.reconciler.workflow.pass;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.workflow.retry.WorkflowClock;
import dev.reconciler.workflow.visibility.RunDisplay;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Whoever has the steps of a pass carried out: Temporal, or the calling thread by itself. */
interface StepHost {
    /** The time of the pass. */
    Instant now();

    /** What the steps are called on. */
    <H> H newStub(Class<H> activities, Supplier<ActivityOptions> options);

    /** Whether a step that is sent away gets its turn in another queue. */
    boolean hasQueues();

    /** Shows a step that begins now. */
    void showStep(ActivityName step, String line);

    /** Temporal, which has the host's worker carry the steps out. */
    static StepHost ofWorkflow(RunDisplay display) {
        return new StepHost() {
            @Override
            public Instant now() {
                return WorkflowClock.now();
            }

            @Override
            public <H> H newStub(Class<H> activities, Supplier<ActivityOptions> options) {
                return Workflow.newActivityStub(activities, options.get());
            }

            @Override
            public boolean hasQueues() {
                return true;
            }

            @Override
            public void showStep(ActivityName step, String line) {
                display.showActivity(step, line);
            }
        };
    }

    /** The calling thread, which nobody watches. */
    static StepHost ofCaller(RepositoryActivities steps, InstantSource clock) {
        return new StepHost() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public <H> H newStub(Class<H> activities, Supplier<ActivityOptions> options) {
                return activities.cast(steps);
            }

            @Override
            public boolean hasQueues() {
                return false;
            }

            @Override
            public void showStep(ActivityName step, String line) {}
        };
    }
}

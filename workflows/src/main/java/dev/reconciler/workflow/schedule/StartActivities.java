package dev.reconciler.workflow.schedule;

import dev.reconciler.workflow.ReconcileInput;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What workflow code can't do itself: signal-with-start. Run as a local activity, by whichever host has the task. */
@ActivityInterface
public interface StartActivities {
    /** Starts a run, or asks the running one for another pass. */
    @ActivityMethod(name = "Start")
    void start(ReconcileInput input);
}

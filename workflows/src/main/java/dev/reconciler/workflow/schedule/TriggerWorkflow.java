package dev.reconciler.workflow.schedule;

import dev.reconciler.workflow.ReconcileInput;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Asks for a run, and is done.
 *
 * <p>A Temporal Schedule adds the time to the workflow IDs that it starts, which would break the lock that
 * {@code reconcile/<repository>} is: so the schedule starts this workflow, which asks for the run by the run's own ID.
 */
@WorkflowInterface
public interface TriggerWorkflow {
    /** The type's name. */
    String TYPE = "TriggerWorkflow";

    /** Returns once the run is started, or the running one is asked for another pass. */
    @WorkflowMethod(name = TYPE)
    void trigger(ReconcileInput input);
}

package dev.reconciler.workflow;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Brings one data repository's branch and the remote's branch into agreement.
 *
 * <p>A starter uses signal-with-start under the workflow ID {@link dev.reconciler.model.RepositoryId#workflowId()}: one
 * run per repository at a time, and a trigger that arrives during a run gets a pass that begins after the trigger.
 */
@WorkflowInterface
public interface ReconcileWorkflow {
    /** The type of the failure of an update that the end of a run's history cut short. */
    String CONTINUED = "ContinuedAsNew";

    /**
     * Runs passes until nothing asks for another one.
     *
     * @return what was done; a run that a person must act on fails instead, with an
     *     {@link io.temporal.failure.ApplicationFailure} whose type is a {@link dev.reconciler.model.ErrorType} and
     *     whose first detail is the result
     */
    @WorkflowMethod(name = "ReconcileWorkflow")
    ReconcileResult reconcile(ReconcileInput input);

    /**
     * Asks for a pass that begins after this signal.
     *
     * @param host the host whose disk the caller means: where it is not the run's host, one id is configured on two
     *     hosts, and the run fails instead of serving one disk for the other; null where the caller does not say
     * @param trace the trace that the request belongs to, as W3C's {@code traceparent}; null where it belongs to none.
     *     It is read before this method is called, and is an argument since the service inside the process drops the
     *     header of a signal that comes with a start
     */
    @SignalMethod(name = "reconcile")
    void requestPass(Trigger trigger, @Nullable String host, @Nullable String trace);

    /**
     * Asks for a pass that begins after this update, and waits for what the run came to by its end.
     *
     * @param host as for {@link #requestPass}
     * @return the result, of a failed run too
     * @throws io.temporal.failure.ApplicationFailure of type {@link #CONTINUED} where the run continues as new before
     *     that: the request stands, and its result is that of the chain of runs
     */
    @UpdateMethod(name = "pass")
    ReconcileResult awaitPass(Trigger trigger, @Nullable String host);

    /**
     * Does what a person has decided about a conflict branch, in a pass of its own, and waits for the result.
     *
     * @param host as for {@link #requestPass}
     * @return the result, of a failed pass too
     * @throws io.temporal.failure.ApplicationFailure of type {@link #CONTINUED} where the run continues as new before
     *     that: the decision has to be told again
     */
    @UpdateMethod(name = "decide")
    ReconcileResult decideConflict(ConflictTask task, @Nullable String host);

    /** What the run is doing now. */
    @QueryMethod(name = "status")
    RunStatus status();
}

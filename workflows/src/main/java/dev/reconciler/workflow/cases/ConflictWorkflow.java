package dev.reconciler.workflow.cases;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Is open for as long as a conflict waits for a person, tells people of it, and ends by itself once the conflict is over.
 *
 * <p>A run opens it with signal-with-start under {@link CaseInput#workflowId()}, as often as it sees something new: it is
 * the same case each time. What a person decides is an update of the repository's run, which holds the lock.
 */
@WorkflowInterface
public interface ConflictWorkflow {
    /** The type's name. */
    String TYPE = "ConflictWorkflow";

    /** The signal's name. */
    String LOOK = "look";

    /** Ends once the conflict branch is merged or deleted. */
    @WorkflowMethod(name = TYPE)
    CaseResult keepOpen(CaseInput input);

    /** Has the case look at the remote, as a run has seen something new there. */
    @SignalMethod(name = LOOK)
    void look(CaseInput seen);

    /** How the case stands. */
    @QueryMethod(name = "case")
    CaseStatus status();
}

package dev.reconciler.workflow.run;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.ReconcileWorkflow;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * The answers to those who wait for a pass that began after their request.
 *
 * <p>Each request has a number, and each pass serves the requests up to one.
 */
final class PassAnswers {
    private long served;
    private @Nullable ReconcileResult result;
    private boolean isAbandoned;

    /** Answers every request up to that number. */
    void answer(long upTo, ReconcileResult with) {
        served = upTo;
        result = with;
    }

    /** Waits until a pass has served a request. */
    ReconcileResult await(long request) {
        Workflow.await(() -> isServed(request) || isAbandoned);
        ReconcileResult answer = result;
        if (!isServed(request) || answer == null) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "the run goes on under a new run ID", ReconcileWorkflow.CONTINUED);
        }
        return answer;
    }

    private boolean isServed(long request) {
        return request <= served;
    }

    /** Sends everybody away who waits, since no wait outlasts the history of a run. */
    void abandon() {
        isAbandoned = true;
        Workflow.await(Workflow::isEveryHandlerFinished);
    }
}

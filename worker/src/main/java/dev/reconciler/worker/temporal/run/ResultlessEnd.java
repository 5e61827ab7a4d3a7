package dev.reconciler.worker.temporal.run;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.workflow.visibility.RunAttributes;
import dev.reconciler.workflow.visibility.ToldOutcome;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a run that left no result: a person ended the run in Temporal, or a defect did. */
public final class ResultlessEnd {
    private static final String EVENT_PREFIX = "EVENT_TYPE_WORKFLOW_EXECUTION_";

    private ResultlessEnd() {}

    /**
     * Finds the result that the end has all the same: the workflow fails a run whose outcome a person must act on, and
     * puts the result into the failure's details.
     */
    public static Optional<ReconcileResult> findResult(WorkflowFailedException end) {
        return end.getCause() instanceof ApplicationFailure failure
                        && failure.getDetails().getSize() > 0
                ? Optional.ofNullable(failure.getDetails().get(0, ReconcileResult.class))
                : Optional.empty();
    }

    /**
     * Makes a result of what is known of the end. A run that only lingered has told its result before.
     *
     * @param run as the service describes it after its end
     */
    public static ReconcileResult describe(
            RepositoryId repository, BranchName branch, WorkflowExecutionDescription run, WorkflowFailedException end) {
        return LingeringRuns.findTold(run)
                .filter(ToldOutcome::isLast)
                .map(ToldOutcome::result)
                .orElseGet(() -> ReconcileResult.failedUnseen(
                        repository, branch, findTrigger(run), ErrorType.INTERNAL, describe(end)));
    }

    private static Trigger findTrigger(WorkflowExecutionDescription run) {
        String trigger = run.getTypedSearchAttributes().get(RunAttributes.TRIGGER);
        return trigger == null ? Trigger.MANUAL : Trigger.of(trigger);
    }

    private static String describe(WorkflowFailedException end) {
        String word = end.getWorkflowCloseEventType()
                .name()
                .substring(EVENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
        String why = describeCause(end.getCause());
        return "the run ended as " + word + ", without a result" + (why.isEmpty() ? "" : " (" + why + ")")
                + "; its history in Temporal says more";
    }

    private static String describeCause(@Nullable Throwable cause) {
        if (cause instanceof ApplicationFailure defect) {
            return defect.getType() + ": " + defect.getOriginalMessage();
        }
        return cause instanceof TemporalFailure other ? String.valueOf(other.getOriginalMessage()) : "";
    }
}

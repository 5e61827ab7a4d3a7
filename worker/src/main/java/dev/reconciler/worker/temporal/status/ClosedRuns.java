package dev.reconciler.worker.temporal.status;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the results of runs of the {@link RunHistory} that have ended. Their search attributes are not asked: one may
 * be older than the end.
 */
final class ClosedRuns {
    private static final String STATUS_PREFIX = "WORKFLOW_EXECUTION_STATUS_";

    private final RunHistory history;

    ClosedRuns(RunHistory history) {
        this.history = history;
    }

    /** Reads the result and the end of a run. */
    EndedRun readEnded(RepositoryConfiguration repository, WorkflowExecutionDescription run) {
        Instant end = Objects.requireNonNullElse(run.getCloseTime(), run.getStartTime());
        return new EndedRun(readResult(repository, run), end);
    }

    private ReconcileResult readResult(RepositoryConfiguration repository, WorkflowExecutionDescription run) {
        try {
            return history.newStub(run.getExecution()).getResult(ReconcileResult.class);
        } catch (WorkflowFailedException failed) {
            return findResultIn(failed).orElseGet(() -> newUnknownResult(repository, run));
        }
    }

    // The workflow fails a run whose outcome a person must act on, and puts the result into the failure's details.
    private static Optional<ReconcileResult> findResultIn(WorkflowFailedException failed) {
        return failed.getCause() instanceof ApplicationFailure failure
                        && failure.getDetails().getSize() > 0
                ? Optional.ofNullable(failure.getDetails().get(0, ReconcileResult.class))
                : Optional.empty();
    }

    /** A person or a defect ended the run in Temporal, so the run left no result. */
    private static ReconcileResult newUnknownResult(
            RepositoryConfiguration repository, WorkflowExecutionDescription run) {
        String end = run.getStatus().name().substring(STATUS_PREFIX.length()).toLowerCase(Locale.ROOT);
        String message = "the run ended as " + end + ", without a result; its history in Temporal says more";
        String trigger = run.getTypedSearchAttributes().get(RunAttributes.TRIGGER);
        return ReconcileResult.failedUnseen(
                repository.id(),
                repository.branch(),
                trigger == null ? Trigger.MANUAL : Trigger.of(trigger),
                ErrorType.INTERNAL,
                message);
    }
}

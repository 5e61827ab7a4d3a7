package dev.reconciler.worker.temporal.status;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.temporal.run.ResultlessEnd;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import java.time.Instant;
import java.util.Objects;

/**
 * Reads the results of runs of the {@link RunHistory} that have ended. Their search attributes are not asked: one may
 * be older than the end.
 */
final class ClosedRuns {
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
            return ResultlessEnd.findResult(failed)
                    .orElseGet(() -> ResultlessEnd.describe(repository.id(), repository.branch(), run, failed));
        }
    }
}

package dev.reconciler.workflow.visibility;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.LeaseInForce;
import dev.reconciler.model.Outcome;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.RunStatus;
import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Shows what an open run does: in its search attributes, in its current details and in its {@link RunStatus}. */
public final class RunDisplay {
    private static final String WAITING = "waiting";

    private String step = "starting";
    private @Nullable Instant nextAttemptAt;
    private @Nullable String lastError;

    /** Sets the search attributes that a starter may have left out. */
    public void showStart(ReconcileInput input) {
        setAttribute(RunAttributes.REPOSITORY, input.repository().value());
        setAttribute(RunAttributes.TRIGGER, input.trigger().wire());
    }

    /** Forgets what failed in an earlier pass, since the status speaks of the pass under way. */
    public void clearError() {
        lastError = null;
    }

    /** Shows an activity that begins now. */
    public void showActivity(ActivityName activity, String line) {
        step = activity.word();
        nextAttemptAt = null;
        Workflow.setCurrentDetails(line);
    }

    /** Shows a wait for the remote; only then the UI's list says that the run is retrying. */
    public void showRetry(String error, int failedAttempts, Instant next) {
        setAttribute(RunAttributes.OUTCOME, RunAttributes.RETRYING);
        showWait(error, "attempt " + failedAttempts + " failed: " + error, next);
    }

    /** Shows a wait for the end of a lease, which the UI's list calls retrying too. */
    public void showLeaseWait(String why, LeaseInForce lease, Instant next) {
        setAttribute(RunAttributes.OUTCOME, RunAttributes.RETRYING);
        showWait(why, "waiting for the lease of " + lease.holder() + ", which ends at " + lease.expiresAt(), next);
    }

    /** Shows a wait that an error caused, with the time of the next attempt. */
    public void showWait(String error, String line, Instant next) {
        step = WAITING;
        lastError = error;
        nextAttemptAt = next;
        Workflow.setCurrentDetails(line + "; next attempt at " + next.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Shows a wait of seconds at most, which no error caused. */
    public void showPause(String line) {
        step = WAITING;
        Workflow.setCurrentDetails(line);
    }

    /** Shows how the run ended. */
    public void showEnd(Outcome outcome, String message) {
        step = outcome.wire();
        nextAttemptAt = null;
        setAttribute(RunAttributes.OUTCOME, outcome.wire());
        Workflow.setCurrentDetails(outcome + ": " + message);
    }

    /**
     * Makes the answer to the status query.
     *
     * @param since when the run started
     * @param attempts one, and the failed remote attempts so far
     */
    public RunStatus createStatus(Instant since, int attempts) {
        return new RunStatus(since, step, attempts, nextAttemptAt, lastError);
    }

    /** Each change is an event in the history, so nothing is set where nothing changes. */
    private static void setAttribute(SearchAttributeKey<String> key, String value) {
        if (!value.equals(Workflow.getTypedSearchAttributes().get(key))) {
            Workflow.upsertTypedSearchAttributes(key.valueSet(value));
        }
    }
}

package dev.reconciler.workflow;

import dev.reconciler.model.Outcome;
import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the UI shows of a run while it is under way: search attributes, current details, the status query. */
final class Display {
    private static final String WAITING = "waiting";

    private String step = "starting";
    private @Nullable Instant nextAttemptAt;
    private @Nullable String lastError;

    /** Sets what a starter may have left out, and says which run this is. */
    void started(ReconcileInput input) {
        set(SearchAttributes.REPOSITORY, input.repository().value());
        set(SearchAttributes.TRIGGER, input.trigger().wire());
    }

    /** What failed in an earlier pass is of no interest in this one. */
    void passBegan() {
        lastError = null;
    }

    void step(Operation operation, String line) {
        step = operation.word();
        nextAttemptAt = null;
        Workflow.setCurrentDetails(line);
    }

    /** The UI's list tells a run that waits from one that works. */
    void retrying(String error, int attempt, Instant next) {
        set(SearchAttributes.OUTCOME, SearchAttributes.RETRYING);
        waiting(error, "attempt " + attempt + " failed: " + error, next);
    }

    void waiting(String error, String line, Instant next) {
        step = WAITING;
        lastError = error;
        nextAttemptAt = next;
        Workflow.setCurrentDetails(line + "; next attempt at " + next.truncatedTo(ChronoUnit.SECONDS));
    }

    void pausing(String line) {
        step = WAITING;
        Workflow.setCurrentDetails(line);
    }

    void ended(Outcome outcome, String message) {
        step = outcome.wire();
        nextAttemptAt = null;
        set(SearchAttributes.OUTCOME, outcome.wire());
        Workflow.setCurrentDetails(outcome + ": " + message);
    }

    RunStatus status(Ledger ledger) {
        return new RunStatus(ledger.since(), step, ledger.attempts(), nextAttemptAt, lastError);
    }

    /** Each change is an event in the history: none where nothing changes. */
    private static void set(SearchAttributeKey<String> key, String value) {
        if (!value.equals(Workflow.getTypedSearchAttributes().get(key))) {
            Workflow.upsertTypedSearchAttributes(key.valueSet(value));
        }
    }
}

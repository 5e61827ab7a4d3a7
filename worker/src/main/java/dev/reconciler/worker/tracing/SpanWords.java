package dev.reconciler.worker.tracing;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.cases.ConflictWorkflow;
import dev.reconciler.workflow.schedule.TriggerWorkflow;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.temporal.failure.ApplicationFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What spans say of runs, steps and failures: names, outcomes and commits, and no text that may hold a secret. */
final class SpanWords {
    static final String RUN = "ReconcileWorkflow";

    // As the tracing of Temporal's own SDKs has them.
    static final String RUN_ID = "temporalRunID";
    private static final String WORKFLOW_ID = "temporalWorkflowID";

    static final String TRIGGER = "reconciler.trigger";
    static final String ATTEMPT = "reconciler.attempt";
    private static final String REPOSITORY = "reconciler.repository";
    private static final String FAILED_ATTEMPTS = "reconciler.failed_attempts";
    private static final String LOCAL_COMMIT = "reconciler.local_commit";
    private static final String REMOTE_COMMIT = "reconciler.remote_commit";
    private static final String ERROR_TYPE = "error.type";

    private static final Set<String> TRACED = Set.of(RUN, ConflictWorkflow.TYPE, TriggerWorkflow.TYPE);

    private SpanWords() {}

    /** Whether the workflows of that type are traced: those that something happens in. */
    static boolean isTraced(String workflowType) {
        return TRACED.contains(workflowType);
    }

    /** Says of which workflow a span is, and of which repository. */
    static void addRun(Span span, String workflowId) {
        span.setAttribute(WORKFLOW_ID, workflowId);
        String[] parts = workflowId.split("/", -1);
        if (parts.length > 1) {
            // reconcile/<repository>, and conflict/<repository>/<UTC>
            span.setAttribute(REPOSITORY, parts[1]);
        }
    }

    /** Says what a run came to. */
    static void addResult(Span span, ReconcileResult result) {
        span.setAttribute("reconciler.outcome", result.outcome().wire());
        span.setAttribute(TRIGGER, result.trigger().wire());
        span.setAttribute("reconciler.branch", result.branch().value());
        span.setAttribute("reconciler.ahead", result.ahead());
        span.setAttribute("reconciler.behind", result.behind());
        span.setAttribute("reconciler.attempts", result.attempts());
        addCommit(span, "reconciler.old_commit", result.oldCommit());
        addCommit(span, "reconciler.new_commit", result.newCommit());
        addCommit(span, REMOTE_COMMIT, result.remoteCommit());
        addText(span, "reconciler.conflict_branch", result.conflictBranch());
        addText(span, "reconciler.kept_ref", result.keptRef());
        if (result.error() != null) {
            span.setAttribute(ERROR_TYPE, result.error().type().wire());
            span.setStatus(StatusCode.ERROR, result.error().message());
        } else if (result.outcome() == Outcome.FETCH_FAILED || result.outcome() == Outcome.PUSH_FAILED) {
            span.setAttribute(ERROR_TYPE, result.outcome().wire());
            span.setStatus(StatusCode.ERROR, result.message());
        }
    }

    /** Says what a step has found. */
    static void addAnswer(Span span, @Nullable Object answer) {
        if (answer instanceof RemoteState state) {
            addCommit(span, LOCAL_COMMIT, state.local());
            addCommit(span, REMOTE_COMMIT, state.remote());
            span.setAttribute(FAILED_ATTEMPTS, state.failedAttempts());
        } else if (answer instanceof Classification found) {
            span.setAttribute("reconciler.divergence", found.divergence().name());
        }
    }

    /** Says what a run failed of: a run of ours has its result in the details. */
    static void addRunFailure(Span span, RuntimeException failure) {
        if (failure instanceof ApplicationFailure ours && ours.getDetails().getSize() > 0) {
            addResult(span, ours.getDetails().get(0, ReconcileResult.class));
        } else {
            addFailure(span, failure);
        }
    }

    /** Says of which class the failure of a step is. One that was only sent on to wait for its turn has not failed. */
    static void addStepFailure(Span span, Throwable failure) {
        if (failure instanceof ApplicationFailure ours && ours.getDetails().getSize() > 0) {
            FailureDetails details = ours.getDetails().get(0, FailureDetails.class);
            span.setAttribute(FAILED_ATTEMPTS, details.failedAttempts());
            addText(span, "reconciler.reason", details.reason());
            if (details.turnQueue() != null) {
                span.setAttribute("reconciler.turn_queue", details.turnQueue());
                return;
            }
        }
        addFailure(span, failure);
    }

    /** Says of which class a failure is. Only the messages of our own failures are known to be free of secrets. */
    static void addFailure(Span span, Throwable failure) {
        if (failure instanceof ApplicationFailure ours) {
            span.setAttribute(ERROR_TYPE, ours.getType());
            span.setStatus(StatusCode.ERROR, String.valueOf(ours.getOriginalMessage()));
        } else {
            span.setAttribute(ERROR_TYPE, failure.getClass().getSimpleName());
            span.setStatus(StatusCode.ERROR);
        }
    }

    private static void addCommit(Span span, String name, @Nullable CommitId commit) {
        addText(span, name, commit == null ? null : commit.hex());
    }

    private static void addText(Span span, String name, @Nullable String text) {
        if (text != null) {
            span.setAttribute(name, text);
        }
    }
}

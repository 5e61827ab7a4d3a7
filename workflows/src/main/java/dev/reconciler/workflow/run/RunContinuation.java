package dev.reconciler.workflow.run;

import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.progress.RunCheckpoint.OpenPass;
import dev.reconciler.workflow.progress.RunProgress;
import dev.reconciler.workflow.visibility.RunSummary;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** Begins a new history for the same run, before its history meets the limits of the Temporal service. */
final class RunContinuation {
    /** A run continues as new long before the service's limits, also where the service does not suggest it. */
    private static final long LONG_HISTORY = 2_000;

    private final ReconcileInput input;
    private final RunProgress progress;
    private final PassRequests requests;
    private final PassAnswers answers;
    private final ConflictTasks tasks;

    RunContinuation(
            ReconcileInput input,
            RunProgress progress,
            PassRequests requests,
            PassAnswers answers,
            ConflictTasks tasks) {
        this.input = input;
        this.progress = progress;
        this.requests = requests;
        this.answers = answers;
        this.tasks = tasks;
    }

    /**
     * Continues as new where the history is long; does not return then.
     *
     * @param openPass the pass under way; null between two passes
     */
    void continueIfLong(@Nullable OpenPass openPass) {
        // A run that two hosts claim is about to fail: the next one would not know why.
        if (!isHistoryLong() || requests.otherHost() != null) {
            return;
        }
        tasks.abandon();
        answers.abandon();
        ContinueAsNewOptions options = ContinueAsNewOptions.newBuilder()
                .setMemo(RunSummary.memo(input))
                .setTypedSearchAttributes(Workflow.getTypedSearchAttributes())
                .build();
        Workflow.continueAsNew(options, input.withCheckpoint(progress.createCheckpoint(openPass)));
    }

    private static boolean isHistoryLong() {
        return Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() >= LONG_HISTORY;
    }
}

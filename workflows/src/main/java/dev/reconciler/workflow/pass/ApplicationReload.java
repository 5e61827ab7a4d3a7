package dev.reconciler.workflow.pass;

import dev.reconciler.contract.ReloadAnswer;
import dev.reconciler.model.CommitId;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.progress.RunProgress;

/** Tells the application that its branch moved; a call that failed is owed to the application by the next run. */
final class ApplicationReload {
    private final ActivityCalls calls;
    private final RunProgress progress;
    private final boolean planned;
    private String problem = "";

    /** @param planned whether the run only looks: then nothing moved */
    ApplicationReload(ActivityCalls calls, RunProgress progress, boolean planned) {
        this.calls = calls;
        this.progress = progress;
        this.planned = planned;
    }

    void tellIfOwed() {
        boolean owed = progress.takeOwedReload();
        CommitId local = progress.sides().local();
        if (!owed || local == null || planned) {
            return;
        }
        try {
            ReloadAnswer answer = calls.reloadApplication(
                    local, progress.outcomes().summarizePass().outcome());
            problem = answer.answered() ? "" : answer.detail();
            progress.recordReload(answer);
        } catch (ActivityFailedException failure) {
            problem = failure.text();
        }
    }

    /** Why the last call failed; empty where it was answered, or none was owed. */
    String problem() {
        return problem;
    }
}

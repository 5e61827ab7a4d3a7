package dev.reconciler.workflow.pass;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.Outcome;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.outcome.EndMessages;
import dev.reconciler.workflow.outcome.PassEnd;
import dev.reconciler.workflow.progress.RunProgress;
import org.jspecify.annotations.Nullable;

/** Says how a pass ends whose budget is over. */
final class ExhaustedBudget {
    private ExhaustedBudget() {}

    /**
     * Says what was left undone. The order of the questions matters: the last failure may be one of a fetch, after a
     * push that the remote never confirmed, and then the push is what people have to know of.
     *
     * @param failure the last failure
     * @param unconfirmed the push or the escape that the remote has not confirmed; null where there is none
     */
    static PassEnd describeEnd(
            ActivityFailedException failure, @Nullable ActivityName unconfirmed, RunProgress progress) {
        String error = failure.text();
        if (unconfirmed == ActivityName.PRESERVE) {
            return PassEnd.exhausted(Outcome.PUSH_FAILED, EndMessages.describeFailedEscape(error));
        }
        if (failure.activity() == ActivityName.SETTLE) {
            return PassEnd.exhausted(Outcome.PUSH_FAILED, EndMessages.describeLeftConflict(error));
        }
        if (unconfirmed != null || progress.outcomes().hasReplayed()) {
            return PassEnd.exhausted(Outcome.PUSH_FAILED, EndMessages.describeFailedPush(error));
        }
        PreservedConflict preserved = progress.preserved();
        if (preserved != null) {
            String branch = preserved.branch().value();
            return PassEnd.exhausted(Outcome.FETCH_FAILED, EndMessages.describeUnfinishedEscape(error, branch));
        }
        if (failure.activity().talksToRemote()) {
            return PassEnd.exhausted(
                    Outcome.FETCH_FAILED,
                    EndMessages.describeFailedFetch(error, progress.outcomes().hasPassReports()));
        }
        // A step on the disk that its host did not end in time: the next run does it.
        boolean hasOwn = progress.sides().counts().ahead() > 0;
        return PassEnd.exhausted(
                hasOwn ? Outcome.PUSH_FAILED : Outcome.FETCH_FAILED, EndMessages.describeUnfinishedStep(error));
    }
}

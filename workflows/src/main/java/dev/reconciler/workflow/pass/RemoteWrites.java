package dev.reconciler.workflow.pass;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.ComparedSides;
import dev.reconciler.workflow.progress.RunProgress;
import org.jspecify.annotations.Nullable;

/** Pushes to the remote, and knows of a push or an escape that the remote has not confirmed. */
final class RemoteWrites {
    private final ActivityCalls calls;
    private final RunProgress progress;
    private final ActionReports reports;
    private @Nullable ActivityName unconfirmed;

    /** @param unconfirmed what was unconfirmed when the run before this one stopped; null where nothing was */
    RemoteWrites(ActivityCalls calls, RunProgress progress, ActionReports reports, @Nullable ActivityName unconfirmed) {
        this.calls = calls;
        this.progress = progress;
        this.reports = reports;
        this.unconfirmed = unconfirmed;
    }

    /** The push or the escape that was tried and that the remote has not confirmed; null where there is none. */
    @Nullable
    ActivityName unconfirmed() {
        return unconfirmed;
    }

    /**
     * Pushes the branch.
     *
     * @param commits how many commits the push brings
     * @param expected where the remote branch was at the fetch
     */
    CycleEnd pushBranch(int commits, CommitId expected, CommitId next) {
        OutcomeReport report = reports.reportPush(commits);
        unconfirmed = ActivityName.PUSH;
        PushAnswer answer;
        try {
            answer = calls.pushBranch(commits, expected, next);
        } catch (ActivityFailedException failure) {
            // The remote may have taken the push all the same: the next fetch tells.
            progress.recordUnansweredPush(next, report);
            throw failure;
        }
        unconfirmed = null;
        return switch (answer.status()) {
            case MOVED -> CycleEnd.REMOTE_MOVED;
            case DONE -> {
                progress.recordPush(next, report);
                yield CycleEnd.SIDES_AGREE;
            }
        };
    }

    /**
     * Pushes a commit to a conflict branch, and reads the branch back.
     *
     * @return the conflict branch, which the remote was seen to hold
     */
    PreservedConflict preserveConflict(ComparedSides sides, CommitId commit, UtcName name) {
        // Unconfirmed until the branch was read back: what a remote only pretends to take is not preserved.
        unconfirmed = ActivityName.PRESERVE;
        PreservedConflict preserved = calls.preserveConflict(sides, commit, name, progress.preserved());
        progress.recordPreserved(preserved);
        calls.verifyConflict(preserved);
        progress.recordVerified(preserved);
        unconfirmed = null;
        return preserved;
    }
}

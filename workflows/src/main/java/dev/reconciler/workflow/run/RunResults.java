package dev.reconciler.workflow.run;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.outcome.PassEnd;
import dev.reconciler.workflow.progress.ObservedSides;
import dev.reconciler.workflow.progress.OutcomeLog;
import dev.reconciler.workflow.progress.RunCheckpoint.LastingEffects;
import dev.reconciler.workflow.progress.RunProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the result of a run as it stands after a pass. */
final class RunResults {
    private final ReconcileInput input;
    private final RunProgress progress;

    RunResults(ReconcileInput input, RunProgress progress) {
        this.input = input;
        this.progress = progress;
    }

    /**
     * Closes the pass, and makes the result.
     *
     * @param reloadProblem why the application could not be told of a move; empty where there is nothing to say
     * @param passDuration how long the pass took
     */
    ReconcileResult closePass(PassEnd end, String reloadProblem, Duration passDuration) {
        OutcomeLog outcomes = progress.outcomes();
        boolean didSomething = outcomes.hasPassReports();
        // The summary of the pass is taken before the pass is closed, since closing empties it.
        OutcomeReport pass = outcomes.summarizePass();
        boolean isStrongest = (end.sidesAgree() || didSomething) && outcomes.closePass();
        ChosenReport chosen = chooseReport(end, isStrongest);
        // A pass that stopped half-way also tells what it did before.
        String before = didSomething && !chosen.tellsPass() ? pass.text() + "; " : "";
        String message = formatEscape(end) + before + chosen.report().text() + formatNotes(reloadProblem);
        return buildResult(end, new OutcomeReport(chosen.report().outcome(), message), passDuration);
    }

    /** A run that failed with a conflict preserved, or perhaps preserved, and not followed. */
    private String formatEscape(PassEnd end) {
        PreservedConflict preserved = progress.preserved();
        if (end.error() == null || preserved == null) {
            return "";
        }
        String branch = preserved.branch().value();
        return branch.equals(progress.outcomes().effects().conflictBranch())
                ? "the conflict is preserved on " + branch + ", but local was not moved: "
                : "the remote took " + branch + " and was not seen to hold it, local was not moved: ";
    }

    private ReconcileResult buildResult(PassEnd end, OutcomeReport report, Duration passDuration) {
        ObservedSides sides = progress.sides();
        LastingEffects effects = progress.outcomes().effects();
        return ReconcileResult.builder(input.repository(), input.branch(), input.trigger())
                .outcome(report.outcome(), report.text())
                .error(withMessage(end.error(), report.text()))
                .localBranch(sides.localBefore(), sides.local())
                .remoteBranch(end.remoteKnown() ? sides.remote() : null)
                .commitCounts(sides.counts().ahead(), sides.counts().behind())
                .conflictBranch(effects.conflictBranch())
                .keptRef(effects.keptRef())
                .remoteRewritten(effects.remoteRewritten())
                .attempts(progress.attempts())
                .duration(passDuration)
                .reload(progress.reloadResponse())
                .planned(input.planned())
                .build();
    }

    // What moved belongs into the error's message too: it is all that Temporal's UI shows of a failed run.
    private static @Nullable ReconcileError withMessage(@Nullable ReconcileError error, String text) {
        return error == null ? null : new ReconcileError(error.type(), text, error.reason());
    }

    /** The strongest thing that the run did; a pass that came to nothing says so, unless a conflict was escaped. */
    private ChosenReport chooseReport(PassEnd end, boolean isPassStrongest) {
        OutcomeReport last = end.report();
        OutcomeReport strongest = progress.outcomes().strongest();
        if (strongest == null || last.outcome() == Outcome.FAILED) {
            return new ChosenReport(last, false);
        }
        if (end.sidesAgree()) {
            // Both sides agree: what a weaker pass did on the way is no news.
            return new ChosenReport(strongest, true);
        }
        return strongest.outcome() == Outcome.CONFLICT_ESCAPED
                ? new ChosenReport(
                        new OutcomeReport(strongest.outcome(), strongest.text() + "; afterwards " + last.text()),
                        isPassStrongest)
                : new ChosenReport(last, false);
    }

    /** @param tellsPass whether there is nothing to add of what this pass did */
    private record ChosenReport(OutcomeReport report, boolean tellsPass) {}

    private String formatNotes(String reloadProblem) {
        String ref = progress.outcomes().effects().keptRef();
        return (ref == null ? "" : "; the old commit is under " + ref)
                + (reloadProblem.isEmpty()
                        ? ""
                        : "; the application could not be told (" + reloadProblem + "), the next run tells it");
    }
}

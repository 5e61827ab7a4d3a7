package dev.reconciler.workflow.outcome;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;

/** The sentences about what a pass did: in the past tense, or in the conditional where the run only looked. */
public final class ActionReports {
    private final boolean planned;

    /** @param planned whether the run only looks */
    public ActionReports(boolean planned) {
        this.planned = planned;
    }

    /** A pass that had nothing to do. */
    public static OutcomeReport reportAgreement() {
        return new OutcomeReport(Outcome.IN_SYNC, "local and remote agree");
    }

    /** A move of the branch that an earlier run was killed in, and that the fetch finished. */
    public static OutcomeReport reportRecovery(RecoveredMove move, CommitId now) {
        return new OutcomeReport(
                move.outcome(),
                "finished a move from " + move.from().abbreviated() + " to " + now.abbreviated()
                        + " that an earlier run was stopped in");
    }

    public OutcomeReport reportClone(CommitId remote) {
        return new OutcomeReport(
                Outcome.FAST_FORWARDED, chooseTense("cloned", "clone") + " the remote at " + remote.abbreviated());
    }

    public OutcomeReport reportFastForward(int commits, CommitId remote) {
        return new OutcomeReport(
                Outcome.FAST_FORWARDED,
                chooseTense("moved", "move") + " forward by " + formatCount(commits) + " to " + remote.abbreviated());
    }

    public OutcomeReport reportPush(int commits) {
        return new OutcomeReport(Outcome.PUSHED_AHEAD, chooseTense("pushed", "push") + " " + formatCount(commits));
    }

    public OutcomeReport reportReplay(int commits, CommitId onto) {
        String text = commits == 0
                ? "the local commits are on the remote already; " + chooseTense("followed", "follow") + " it to "
                : chooseTense("replayed", "replay") + " " + formatCount(commits) + " on ";
        return new OutcomeReport(Outcome.REBASED, text + onto.abbreviated());
    }

    public OutcomeReport reportRewind(Classification found, CommitId remote) {
        return new OutcomeReport(
                Outcome.REWOUND,
                "the remote dropped " + formatCount(found.dropped()) + "; " + chooseTense("followed", "follow")
                        + " it to " + remote.abbreviated());
    }

    /** @param detail which commit and paths conflict; may be empty */
    public OutcomeReport reportEscape(int commits, String detail, String conflictBranch) {
        return new OutcomeReport(
                Outcome.CONFLICT_ESCAPED,
                chooseTense("put", "put") + " " + formatConflict(commits, detail) + " on " + conflictBranch + " and "
                        + chooseTense("followed", "follow") + " the remote");
    }

    /**
     * A conflict whose commits can't be told from the dropped ones, so that it must not go to the remote.
     *
     * @param detail which commit and paths conflict; may be empty
     */
    public OutcomeReport reportLocalEscape(int commits, String detail) {
        return new OutcomeReport(
                Outcome.CONFLICT_ESCAPED,
                chooseTense("kept", "keep") + " " + formatConflict(commits, detail)
                        + " in the local repository only and " + chooseTense("followed", "follow")
                        + " the rewritten remote");
    }

    /** A number of commits, such as {@code 1 commit} or {@code 2 commits}. */
    public static String formatCount(int commits) {
        return commits == 1 ? "1 commit" : commits + " commits";
    }

    static String formatConflict(int commits, String detail) {
        String clause = commits == 1 ? " that conflicts" : " that conflict";
        return formatCount(commits) + clause + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    private String chooseTense(String done, String possible) {
        return planned ? "would " + possible : done;
    }
}

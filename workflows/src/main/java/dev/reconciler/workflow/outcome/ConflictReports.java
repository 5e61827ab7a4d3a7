package dev.reconciler.workflow.outcome;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import org.jspecify.annotations.Nullable;

/** The sentences about what became of a conflict branch that a person has decided on. */
public final class ConflictReports {
    private final BranchName branch;

    /** @param branch the conflict branch */
    public ConflictReports(BranchName branch) {
        this.branch = branch;
    }

    /** Its commits were replayed on the remote's. */
    public OutcomeReport reportReplay(int commits, CommitId onto) {
        return new OutcomeReport(
                Outcome.REBASED,
                "replayed " + ActionReports.formatCount(commits) + " of " + branch + " on " + onto.abbreviated());
    }

    /** A person has made commits of it on the remote's. */
    public OutcomeReport reportEdit(int commits, CommitId onto) {
        return new OutcomeReport(
                Outcome.REBASED,
                "took " + ActionReports.formatCount(commits) + " that resolve " + branch + " on " + onto.abbreviated());
    }

    /** The remote has made its changes by itself. */
    public OutcomeReport reportNothingNew() {
        return new OutcomeReport(Outcome.REBASED, "the remote has every change of " + branch + " already");
    }

    /** @param detail which commit and paths conflict */
    public OutcomeReport reportStillOpen(String detail) {
        return new OutcomeReport(Outcome.CONFLICT_ESCAPED, branch + " conflicts still (" + detail + ")");
    }

    /** @param keptRef the ref that keeps its commits; null where the remote's branch has them */
    public OutcomeReport reportSettled(@Nullable String keptRef) {
        String kept = keptRef == null ? "" : "kept its commits under " + keptRef + " and ";
        return new OutcomeReport(Outcome.IN_SYNC, kept + "removed " + branch);
    }
}

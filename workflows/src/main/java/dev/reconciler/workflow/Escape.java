package dev.reconciler.workflow;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import org.jspecify.annotations.Nullable;

/** The escape of a conflict, a saga: preserve on the remote, read it back, and only then let go of local. */
final class Escape {
    private final Steps steps;
    private final Activities activities;
    private final Ledger ledger;
    private final Messages messages;

    Escape(Steps steps, Activities activities, Ledger ledger, Messages messages) {
        this.steps = steps;
        this.activities = activities;
        this.ledger = ledger;
        this.messages = messages;
    }

    /**
     * @param commit what goes to the conflict branch: local's commit, or its twin without what the remote dropped
     * @param keep the name that keeps the local commit, where {@code commit} does not; null otherwise
     */
    Round run(int own, String detail, CommitId commit, CommitId local, CommitId remote, @Nullable UtcName keep) {
        steps.writing(Operation.PRESERVE);
        PreservedConflict preserved = activities.preserve(commit, local, remote, steps.name(), ledger.preserved());
        ledger.preserved(preserved);
        activities.verify(preserved);
        ledger.verified(preserved);
        steps.writing(null);
        Deed deed = messages.escaped(own, detail, preserved.branch().value());
        return adopt(deed, local, remote, keep);
    }

    /** Where the own commits can't be told from the dropped ones: they stay in the local repository. */
    Round keepOnly(int own, String detail, CommitId local, CommitId remote, UtcName keep) {
        return adopt(messages.keptOnly(own, detail), local, remote, keep);
    }

    private Round adopt(Deed deed, CommitId local, CommitId remote, @Nullable UtcName keep) {
        if (steps.move(remote, deed, () -> activities.adopt(local, remote, keep)) == null) {
            return Round.LOCAL_MOVED;
        }
        ledger.adopted();
        return Round.SETTLED;
    }
}

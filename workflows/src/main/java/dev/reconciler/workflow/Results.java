package dev.reconciler.workflow;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;

/** The result of a run as it stands after a pass. */
final class Results {
    private final ReconcileInput input;
    private final Ledger ledger;

    Results(ReconcileInput input, Ledger ledger) {
        this.input = input;
        this.ledger = ledger;
    }

    ReconcileResult of(PassEnd end, Pass pass) {
        boolean didSomething = ledger.didSomething();
        Deed passDeed = ledger.passDeed();
        if (end.settled() || didSomething) {
            ledger.passEnded();
        }
        Deed reported = reported(end);
        String message = end.settled() || !didSomething ? reported.text() : passDeed.text() + "; " + reported.text();
        return result(end, reported.outcome(), message + notes(pass.reloadProblem()), pass);
    }

    private ReconcileResult result(PassEnd end, Outcome outcome, String message, Pass pass) {
        Carried.First first = ledger.first();
        Carried.Counts counts = ledger.counts();
        Carried.Kept kept = ledger.kept();
        return ReconcileResult.builder(input.repository(), input.branch(), input.trigger())
                .outcome(outcome, message)
                .error(end.error())
                .localBranch(first == null ? null : first.local(), ledger.local())
                .remoteBranch(end.remoteKnown() ? ledger.remote() : null)
                .commitCounts(counts.ahead(), counts.behind())
                .conflictBranch(kept.conflictBranch())
                .keptRef(kept.ref())
                .remoteRewritten(kept.remoteRewritten())
                .attempts(ledger.attempts())
                .duration(pass.duration())
                .planned(input.planned())
                .build();
    }

    /** The strongest thing that the run did; a pass that came to nothing says so, unless a conflict was escaped. */
    private Deed reported(PassEnd end) {
        Deed last = new Deed(end.outcome(), end.message());
        Deed strongest = ledger.strongest();
        if (strongest == null || end.outcome() == Outcome.FAILED) {
            return last;
        }
        if (end.settled()) {
            return strongest;
        }
        return strongest.outcome() == Outcome.CONFLICT_ESCAPED
                ? new Deed(strongest.outcome(), strongest.text() + "; afterwards " + last.text())
                : last;
    }

    private String notes(String reloadProblem) {
        String ref = ledger.kept().ref();
        return (ref == null ? "" : "; the old commit is under " + ref)
                + (reloadProblem.isEmpty()
                        ? ""
                        : "; the application could not be told (" + reloadProblem + "), the next run tells it");
    }
}

package dev.reconciler.workflow;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import org.jspecify.annotations.Nullable;

/**
 * How one pass ended.
 *
 * @param outcome one of a pass that settled, {@code fetch-failed}, {@code push-failed} or {@code failed}
 * @param message what to tell people
 * @param remoteKnown whether what was last read of the remote is still worth reporting
 */
record PassEnd(
        Outcome outcome,
        String message,
        boolean remoteKnown,
        @Nullable ReconcileError error) {

    static PassEnd settled(Deed deed) {
        return new PassEnd(deed.outcome(), deed.text(), true, null);
    }

    static PassEnd outOfBudget(Outcome outcome, String message) {
        return new PassEnd(outcome, message, outcome != Outcome.FETCH_FAILED, null);
    }

    static PassEnd lostTheRace(String message) {
        return new PassEnd(Outcome.PUSH_FAILED, message, false, null);
    }

    static PassEnd failed(ErrorType type, String message) {
        return new PassEnd(Outcome.FAILED, message, true, new ReconcileError(type, message));
    }

    /** Whether both sides agree now. */
    boolean settled() {
        return switch (outcome) {
            case IN_SYNC, FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND, CONFLICT_ESCAPED -> true;
            case FETCH_FAILED, PUSH_FAILED, FAILED -> false;
        };
    }
}

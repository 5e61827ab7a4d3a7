package dev.reconciler.workflow.outcome;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import org.jspecify.annotations.Nullable;

/**
 * How one pass ended.
 *
 * @param report what the pass came to: what it did, or why it stopped
 * @param remoteKnown whether what git last read of the remote is still worth reporting
 * @param error why a person must act; null where no person must
 */
public record PassEnd(
        OutcomeReport report, boolean remoteKnown, @Nullable ReconcileError error) {

    /** Both sides agree. */
    public static PassEnd agreed(OutcomeReport report) {
        return new PassEnd(report, true, null);
    }

    /** The remote was not reached within the budget; {@code outcome} is {@code fetch-failed} or {@code push-failed}. */
    public static PassEnd exhausted(Outcome outcome, String message) {
        return new PassEnd(new OutcomeReport(outcome, message), outcome != Outcome.FETCH_FAILED, null);
    }

    /** Other writers moved the remote branch before each push: where it is now, the run does not know. */
    public static PassEnd lostRaces(String message) {
        return new PassEnd(new OutcomeReport(Outcome.PUSH_FAILED, message), false, null);
    }

    /** A person must act. */
    public static PassEnd failed(ErrorType type, String message) {
        return failed(type, message, null);
    }

    /**
     * A person must act.
     *
     * @param reason why the remote refuses, in one word; null where that is not known, or the remote does not refuse
     */
    public static PassEnd failed(ErrorType type, String message, @Nullable String reason) {
        return new PassEnd(new OutcomeReport(Outcome.FAILED, message), true, new ReconcileError(type, message, reason));
    }

    /** Whether both sides agree now. */
    public boolean sidesAgree() {
        return switch (report.outcome()) {
            case IN_SYNC, FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND, CONFLICT_ESCAPED -> true;
            case FETCH_FAILED, PUSH_FAILED, FAILED -> false;
        };
    }
}

package dev.reconciler.worker.board;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import java.time.Instant;

/**
 * A run that has ended.
 *
 * @param endedAt when this host heard of the end
 */
public record PassedRun(ReconcileResult result, Instant endedAt) {
    /** Whether both sides agreed at its end. */
    public boolean isAgreed() {
        return isAgreed(result.outcome());
    }

    /** Whether both sides agree after such an outcome. */
    static boolean isAgreed(Outcome outcome) {
        return switch (outcome) {
            case IN_SYNC, FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND, CONFLICT_ESCAPED -> true;
            case FETCH_FAILED, PUSH_FAILED, FAILED -> false;
        };
    }
}
